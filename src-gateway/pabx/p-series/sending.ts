// Sending. An answer of `message/send` means accepted; which session a first message opened it does not say
// (reference 3.5), so that is looked up.
import { z } from 'zod';
import { AppError } from '#shared/model/errors.ts';
import type { SendMessage } from '../pabx.ts';
import type { PSeriesApi } from './api.ts';
import { type Clock, pause } from '#gateway/clock.ts';
import { toFileInfo } from './message-reader.ts';
import type { Sessions } from './sessions.ts';
import type { RequestCorrelation } from './strategies/request-correlation.ts';
import type { TemplateParameters } from './strategies/template-parameters.ts';
import { record, whole } from './wire.ts';

/** A session that was just opened may need a moment to show in the list. */
const LOOK_AGAIN_MS = [0, 300, 700, 1500];

const Ids = z.object({ msg_id: whole.optional(), session_id: whole.optional() }).catch({});

interface SendingOptions {
  readonly api: PSeriesApi;
  readonly clock: Clock;
  readonly sessions: Sessions;
  readonly correlation: RequestCorrelation;
  readonly templateParameters: TemplateParameters;
}

export class Sending {
  readonly #options: SendingOptions;

  constructor(options: SendingOptions) {
    this.#options = options;
  }

  /**
   * See `Pabx.send`. Never repeats a send whose answer was lost: the error then has `mayBeDone`, and the
   * message, should it exist, comes with its `requestId`.
   */
  async send(message: SendMessage): Promise<{ messageId: number; sessionId: number }> {
    const { api, clock, correlation, templateParameters } = this.#options;
    const body = sendBody(message, templateParameters);
    const known = 'sessionId' in message.target ? message.target.sessionId : null;
    correlation.remember({
      requestId: message.requestId,
      from: message.from,
      text: body.msg_body,
      sessionId: known,
      startedAt: clock.now(),
    });
    const subject = known === null ? 'other' : 'session';
    let ids: z.infer<typeof Ids>;
    try {
      const answer = await api.write('message/send', body, { subject });
      ids = Ids.parse(record.safeParse(answer.payload).data ?? answer.fields);
    } catch (error) {
      if (error instanceof AppError && error.details['mayBeDone'] !== true)
        correlation.forget(message.requestId);
      throw error;
    }
    if (ids.msg_id !== undefined) correlation.settle(message.requestId, ids.msg_id);
    return this.#locate(message, ids.msg_id, known ?? ids.session_id ?? null);
  }

  /** The ids that the answer left out. What was accepted must not be sent again: the errors say `mayBeDone`. */
  async #locate(
    message: SendMessage,
    messageId: number | undefined,
    sessionId: number | null,
  ): Promise<{ messageId: number; sessionId: number }> {
    const { api, clock } = this.#options;
    for (const waitMs of LOOK_AGAIN_MS) {
      if (waitMs > 0) await pause(clock, waitMs, api.ended);
      const session = sessionId ?? (await this.#sessionOf(message, messageId));
      if (session === null) continue;
      const id = messageId ?? (await this.#messageOf(message, session));
      if (id !== null) return { messageId: id, sessionId: session };
    }
    throw new AppError('pabx.invalidAnswer', {
      message: 'The PABX accepted the message but does not show it anywhere.',
      details: { mayBeDone: true, requestId: message.requestId },
    });
  }

  async #sessionOf(message: SendMessage, messageId: number | undefined): Promise<number | null> {
    const { sessions } = this.#options;
    if (messageId !== undefined) {
      const found = await sessions.ofMessage(messageId, message.from);
      if (found !== null) return found;
    }
    if ('sessionId' in message.target) return message.target.sessionId;
    return sessions.between(message.from, message.target.sender, message.target.address);
  }

  async #messageOf(message: SendMessage, sessionId: number): Promise<number | null> {
    const newest = await this.#options.sessions.history(sessionId, { limit: 20 });
    return newest.find((candidate) => candidate.requestId === message.requestId)?.id ?? null;
  }
}

const EXTENSION = 1;

function sendBody(message: SendMessage, templateParameters: TemplateParameters) {
  const { target, content } = message;
  const to =
    'sessionId' in target
      ? { session_id: target.sessionId }
      : { channel: target.provider, did_number: target.sender, to: target.address };
  const base = {
    sender_type: EXTENSION,
    sender_no: message.from,
    ...to,
    msg_type: 0,
    request_id: message.requestId,
  };
  if (content.kind === 'template') {
    const parameters = templateParameters(content.template, content.values);
    return { ...base, msg_kind: 1, msg_body: '', whatsapp_msg_param: parameters };
  }
  const tag = content.tag === undefined ? {} : { tag: content.tag };
  const files = content.kind === 'file' ? { files: [toFileInfo(content.file)] } : {};
  return { ...base, ...tag, ...files, msg_kind: 0, msg_body: content.text };
}
