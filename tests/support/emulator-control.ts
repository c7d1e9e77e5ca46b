// The emulator's control endpoint, typed for tests (docs/emulator.md).
import { z } from 'zod';

const Written = z.object({ sessionId: z.number(), msgId: z.number() });
const StateMessage = z.object({ id: z.number(), type: z.number(), body: z.string() });
export type StateMessage = z.infer<typeof StateMessage>;
const StateSession = z.object({
  id: z.number(),
  holder: z.string().nullable(),
  queueId: z.number(),
  isClosed: z.boolean(),
  archivedBy: z.array(z.string()),
  removedBy: z.array(z.string()),
});
export type StateSession = z.infer<typeof StateSession>;
const Sessions = z.object({ sessions: z.array(StateSession) });
const Messages = z.object({ messages: z.array(StateMessage) });

export interface ContactWrites {
  readonly channel: 'sms' | 'whatsapp' | 'facebook' | 'livechat';
  readonly from: string;
  readonly name?: string;
  readonly text?: string;
  readonly did?: string;
  readonly file?: { readonly kind: 'picture' | 'voice' | 'pdf' | 'video' };
  readonly times?: number;
}

export class EmulatorControl {
  readonly #url: string;
  readonly #token: string;

  constructor(url: string, token: string) {
    this.#url = url;
    this.#token = token;
  }

  async #ask(method: 'GET' | 'POST', path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`${this.#url}/${path}`, {
      method,
      headers: { authorization: `Bearer ${this.#token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error(`control ${path}: ${response.status} ${JSON.stringify(answer)}`);
    return answer;
  }

  async contactWrites(what: ContactWrites): Promise<z.infer<typeof Written>> {
    return Written.parse(await this.#ask('POST', 'contact-writes', what));
  }

  /** What a test does with a verb that answers nothing of interest. */
  async do(verb: string, body: object = {}): Promise<void> {
    await this.#ask('POST', verb, body);
  }

  /** The messages of a session as the PABX holds them. */
  async messages(sessionId: number): Promise<StateMessage[]> {
    return Messages.parse(await this.#ask('GET', `messages?sessionId=${sessionId}`)).messages;
  }

  /** A session as the PABX holds it. */
  async session(sessionId: number): Promise<StateSession> {
    const { sessions } = Sessions.parse(await this.#ask('GET', 'state'));
    const found = sessions.find(({ id }) => id === sessionId);
    if (!found) throw new Error(`The PABX has no session ${sessionId}.`);
    return found;
  }

  /** How often the PABX holds a text in a session: once is the only right answer. */
  async countOf(sessionId: number, text: string): Promise<number> {
    return (await this.messages(sessionId)).filter((message) => message.body === text).length;
  }
}
