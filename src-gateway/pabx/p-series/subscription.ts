// One WebSocket to the PABX's event push (reference 2.1), from its handshake to its end: subscribes, beats
// every 30 s with the bare text the PABX wants, and gives up on a socket that stopped answering. It never
// reconnects; event-stream.ts does.
import { WebSocket } from 'ws';
import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { AppError } from '#shared/model/errors.ts';
import type { Disposable } from '#shared/model/disposable.ts';
import type { Clock } from '#gateway/clock.ts';
import { readEnvelope } from './envelope.ts';
import { refusal } from './errcodes.ts';
import { USER_AGENT } from './http.ts';
import { text, unwrapJson, whole } from './wire.ts';

/** The PABX drops a socket after 60 s of silence. */
export const HEARTBEAT_EVERY_MS = 30_000;
/** Without any sign of life for this long after a beat, the socket is dead. */
export const HEARTBEAT_ANSWER_MS = 15_000;
const OPENING_MS = 15_000;
const MAX_FRAME_BYTES = 4 * 1024 * 1024;
const MAX_REFUSAL_BYTES = 4096;

const Acknowledgement = z.object({ errcode: whole, errmsg: text });

interface SubscriptionOptions {
  readonly url: string;
  readonly topics: readonly number[];
  readonly clock: Clock;
  /** A frame that is neither heartbeat nor acknowledgement, parsed from JSON but not yet checked. */
  readonly onFrame: (frame: unknown) => void;
}

export interface Subscription extends Disposable {
  /** Resolves with the reason when it ends by itself; never after `dispose`. */
  readonly ended: Promise<AppError>;
}

/**
 * Opens a socket and subscribes. The answer is a socket on which events already flow.
 * @throws AppError with the PABX's refusal (`pabx.overloaded` for an expired token, see errcodes.ts), or
 * `pabx.unreachable`.
 */
export function openSubscription(options: SubscriptionOptions): Promise<Subscription> {
  return new Promise((resolve, reject) => {
    const { clock } = options;
    const ended = Promise.withResolvers<AppError>();
    const socket = new WebSocket(options.url, {
      headers: { 'User-Agent': USER_AGENT },
      handshakeTimeout: OPENING_MS,
      perMessageDeflate: false,
      maxPayload: MAX_FRAME_BYTES,
      followRedirects: false,
    });
    let state: 'opening' | 'standing' | 'over' = 'opening';
    let timer = clock.after(OPENING_MS, () => finish(silent('it did not accept the subscription in time')));

    const finish = (error: AppError): void => {
      if (state === 'over') return;
      const before = state;
      state = 'over';
      timer.dispose();
      socket.terminate();
      if (before === 'opening') reject(error);
      else ended.resolve(error);
    };
    const beatLater = (): void => {
      timer.dispose();
      timer = clock.after(HEARTBEAT_EVERY_MS, () => {
        socket.send('heartbeat');
        timer = clock.after(HEARTBEAT_ANSWER_MS, () => finish(silent('its heartbeat stopped')));
      });
    };
    const subscription: Subscription = {
      ended: ended.promise,
      dispose: () => {
        state = 'over';
        timer.dispose();
        socket.close(1000);
        // A peer that does not answer the closing must not keep the socket.
        clock.after(OPENING_MS, () => socket.terminate());
      },
    };

    socket.on('open', () => socket.send(JSON.stringify({ topic_list: options.topics })));
    socket.on('message', (data: Buffer) => {
      const frame = unwrapJson(data.toString('utf8'));
      if (state === 'over') return;
      if (state === 'standing') {
        beatLater();
        // `heartbeat response` is no JSON and has done its work by arriving.
        if (frame !== undefined && !Acknowledgement.safeParse(frame).success) options.onFrame(frame);
        return;
      }
      const acknowledgement = Acknowledgement.safeParse(frame);
      if (!acknowledgement.success) return;
      if (acknowledgement.data.errcode !== 0)
        return finish(refusal(acknowledgement.data, 'subscribe', 'other'));
      state = 'standing';
      beatLater();
      resolve(subscription);
    });
    socket.on('unexpected-response', (_request, response: IncomingMessage) => {
      void refusedUpgrade(response).then(finish);
    });
    socket.on('error', (cause) => finish(silent(cause.message, cause)));
    socket.on('close', (code) => finish(silent(`it closed the event socket (${code})`)));
  });
}

function silent(reason: string, cause?: unknown): AppError {
  return new AppError('pabx.unreachable', {
    message: `The PABX's events do not arrive: ${reason}.`,
    ...(cause === undefined ? {} : { cause }),
  });
}

/** Why the upgrade was refused: the API's own errcode when the answer carries one. */
async function refusedUpgrade(response: IncomingMessage): Promise<AppError> {
  const status = response.statusCode ?? 0;
  let body = '';
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      body += chunk.toString('utf8');
      if (body.length > MAX_REFUSAL_BYTES) break;
    }
    return refusal(readEnvelope(body, status, 'subscribe'), 'subscribe', 'other');
  } catch (cause) {
    // No JSON, or the connection broke while it was read: the status is all there is to say.
    return silent(`it refused the event socket with HTTP ${status}`, cause);
  }
}
