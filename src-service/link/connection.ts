// One socket to the gateway, from opening to end: handshake, frames in and out, heartbeat. It decides nothing
// about what comes after it: `onDown` is called once, with what the failure asks for, and then never again.
import { CLOSE_CODES, ServerFrame, type ClientFrame, type CloseCode } from '#shared/link/frames.ts';
import type { Cursor } from '#shared/link/events.ts';
import { PROTOCOL, SUBPROTOCOL } from '#shared/link/limits.ts';
import { AppError } from '#shared/model/errors.ts';
import type { Disposable } from '#shared/model/disposable.ts';
import type { Clock, Log, OpenSocket, Random, Socket } from '../ports.ts';

const HANDSHAKE_MS = 15_000;
/** A beat that was asked for at once (wake from sleep) has this long to be answered. */
const PROBE_MS = 5_000;
const FRAMES: ReadonlySet<string> = new Set(
  ServerFrame.options.map((option) => option.shape.frame.value satisfies string),
);

export type WelcomeFrame = Extract<ServerFrame, { frame: 'welcome' }>;
/** Frames after `welcome` that are not the connection's own business. */
export type DataFrame = Exclude<
  ServerFrame,
  { frame: 'hello' | 'welcome' | 'refused' | 'heartbeatAck' | 'goingAway' }
>;

/** Why a connection ended and what to do: try again, ask the person, or stop. */
export interface Down {
  readonly action: 'resume' | 'askPerson' | 'stop';
  readonly error: AppError;
  readonly retryAfterMs: number;
}

interface ConnectionHandlers {
  onWelcome(frame: WelcomeFrame): void;
  onData(frame: DataFrame): void;
  onGoingAway(): void;
  onDown(down: Down): void;
}

export interface ConnectionOptions {
  readonly url: string;
  readonly identity: { readonly token: string; readonly device: string; readonly clientVersion: string };
  readonly cursor: () => Cursor | undefined;
  readonly openSocket: OpenSocket;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

export class Connection {
  readonly #options: ConnectionOptions;
  readonly #handlers: ConnectionHandlers;
  readonly #socket: Socket;
  readonly #unknownFrames = new Map<string, number>();
  #phase: 'opening' | 'greeted' | 'welcomed' | 'down' = 'opening';
  #heartbeatMs = 30_000;
  #isBeatPending = false;
  #timer: Disposable;

  constructor(options: ConnectionOptions, handlers: ConnectionHandlers) {
    this.#options = options;
    this.#handlers = handlers;
    this.#timer = options.clock.after(HANDSHAKE_MS, () =>
      this.fail(new AppError('link.unreachable', { message: 'The gateway did not answer the handshake.' })),
    );
    this.#socket = options.openSocket(options.url, SUBPROTOCOL, {
      onOpen: () => undefined,
      onText: (text) => this.#onText(text),
      onClose: (code, reason) => this.#onClose(code, reason),
    });
  }

  get isWelcomed(): boolean {
    return this.#phase === 'welcomed';
  }

  send(frame: ClientFrame): void {
    if (this.#phase !== 'down') this.#socket.send(JSON.stringify(frame));
  }

  /** Beats now; no answer within five seconds means a dead socket. */
  probe(): void {
    if (this.#phase === 'welcomed') this.#beat(PROBE_MS);
  }

  /** Ends it from our side as something to be resumed. */
  fail(error: AppError, closeCode = 4000): void {
    this.#end({ action: 'resume', error, retryAfterMs: 0 }, closeCode);
  }

  /** Lets go without a word to anybody. */
  dispose(): void {
    this.#end(null, 1000);
  }

  #end(down: Down | null, closeCode: number): void {
    if (this.#phase === 'down') return;
    this.#phase = 'down';
    this.#timer.dispose();
    this.#socket.close(closeCode, down?.error.code ?? '');
    if (down !== null) this.#handlers.onDown(down);
  }

  #onClose(code: number, reason: string): void {
    const action =
      (CLOSE_CODES as Partial<Record<number, (typeof CLOSE_CODES)[CloseCode]>>)[code] ?? 'resume';
    const codes = {
      resume: 'link.unreachable',
      askPerson: 'auth.tokenInvalid',
      stop: 'link.invalidFrame',
    } as const;
    const error =
      code === 4004
        ? new AppError('link.tooManyConnections')
        : new AppError(codes[action], { details: { closeCode: code, reason } });
    this.#end({ action, error, retryAfterMs: 0 }, 1000);
  }

  #onText(text: string): void {
    if (this.#phase === 'down') return;
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (cause) {
      this.fail(new AppError('link.invalidFrame', { cause }), 4002);
      return;
    }
    const parsed = ServerFrame.safeParse(value);
    if (parsed.success) {
      this.#onFrame(parsed.data);
      return;
    }
    const name =
      typeof value === 'object' && value !== null && 'frame' in value ? String(value.frame) : '(none)';
    if (FRAMES.has(name)) {
      const message = `The gateway sent a malformed "${name}" frame.`;
      this.fail(new AppError('link.invalidFrame', { message, cause: parsed.error }), 4002);
      return;
    }
    // A newer gateway may say more than we know; what we do not know we do not need.
    const count = (this.#unknownFrames.get(name) ?? 0) + 1;
    this.#unknownFrames.set(name, count);
    if (count === 1) this.#options.log.warn('Unknown frame', { frame: name });
  }

  #onFrame(frame: ServerFrame): void {
    switch (frame.frame) {
      case 'hello':
        this.#onHello(frame);
        return;
      case 'welcome':
        if (this.#phase !== 'greeted') return;
        this.#phase = 'welcomed';
        this.#schedule(this.#heartbeatMs * this.#options.random.fraction());
        this.#handlers.onWelcome(frame);
        return;
      case 'refused': {
        const error = AppError.fromData({ ...frame, details: {} });
        const action = frame.retryable ? 'resume' : 'askPerson';
        this.#end({ action, error, retryAfterMs: frame.retryAfterMs ?? 0 }, 1000);
        return;
      }
      case 'heartbeatAck':
        this.#isBeatPending = false;
        return;
      case 'goingAway':
        this.#handlers.onGoingAway();
        return;
      case 'replay':
      case 'snapshotStart':
      case 'snapshotPage':
      case 'snapshotEnd':
      case 'caughtUp':
      case 'event':
      case 'ephemeral':
      case 'ack':
      case 'nack':
        if (this.#phase === 'welcomed') this.#handlers.onData(frame);
    }
  }

  #onHello(frame: Extract<ServerFrame, { frame: 'hello' }>): void {
    if (this.#phase !== 'opening') return;
    if (frame.protocol !== PROTOCOL) {
      const error = new AppError('link.protocolUnsupported', {
        details: { theirs: frame.protocol, ours: PROTOCOL },
      });
      this.#end({ action: 'stop', error, retryAfterMs: 0 }, 4002);
      return;
    }
    this.#phase = 'greeted';
    this.#heartbeatMs = frame.heartbeatMs;
    const resume = this.#options.cursor();
    this.send({ frame: 'identify', ...this.#options.identity, ...(resume === undefined ? {} : { resume }) });
  }

  #schedule(ms: number): void {
    this.#timer.dispose();
    this.#timer = this.#options.clock.after(ms, () => {
      if (this.#isBeatPending) this.fail(new AppError('link.heartbeatMissed'), 4003);
      else this.#beat(this.#heartbeatMs);
    });
  }

  #beat(nextMs: number): void {
    this.#isBeatPending = true;
    this.send({ frame: 'heartbeat' });
    this.#schedule(nextMs);
  }
}
