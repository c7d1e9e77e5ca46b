// Which of our own sends a message of the PABX is. `message/send` takes a `request_id` of ours; whether events
// and history echo it is unverified (reference 4.2). So: the echo if there is one, else the id that the answer
// to our send named, else the same author with the same text within a short time.
import { Recent } from '../recent.ts';

/** A send as it was made. Times are epoch ms. */
export interface OwnSend {
  readonly requestId: string;
  readonly from: string;
  readonly text: string;
  /** Null when it opened a session whose id is not known yet. */
  readonly sessionId: number | null;
  readonly startedAt: number;
}

/** What a message says of itself. */
export interface Candidate {
  readonly id: number;
  readonly sessionId: number;
  readonly from: string;
  readonly text: string;
  readonly sentAt: number;
  /** Empty when there is no echo. */
  readonly echo: string;
}

export interface RequestCorrelation {
  /** Before the send goes out: its event may arrive before its answer does. */
  remember(send: OwnSend): void;
  /** The answer named the message. */
  settle(requestId: string, messageId: number): void;
  /** The PABX refused the send: no message will come of it. */
  forget(requestId: string): void;
  /** Our id of the message, or null when it is none of ours as far as anybody can tell. */
  requestIdOf(message: Candidate): string | null;
}

const REMEMBERED = 2000;
/** The PABX's clock tells whole seconds and may be a little off ours. */
const WINDOW_MS = 30_000;

export function echoThenLikeness(): RequestCorrelation {
  const open = new Recent<string, OwnSend>(REMEMBERED);
  const byMessageId = new Recent<number, string>(REMEMBERED);
  const settle = (requestId: string, messageId: number): void => {
    open.delete(requestId);
    byMessageId.set(messageId, requestId);
  };
  const isAlike = (send: OwnSend, message: Candidate): boolean =>
    send.from === message.from &&
    send.text === message.text &&
    (send.sessionId === null || send.sessionId === message.sessionId) &&
    Math.abs(send.startedAt - message.sentAt) <= WINDOW_MS;

  return {
    remember: (send) => open.set(send.requestId, send),
    settle,
    forget: (requestId) => open.delete(requestId),
    requestIdOf: (message) => {
      if (message.echo !== '') return message.echo;
      const known = byMessageId.get(message.id);
      if (known !== undefined) return known;
      // Oldest first: of two equal texts the first message is the first send.
      const alike = open
        .values()
        .reverse()
        .find((send) => isAlike(send, message));
      if (alike === undefined) return null;
      settle(alike.requestId, message.id);
      return alike.requestId;
    },
  };
}
