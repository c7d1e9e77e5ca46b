// One WebSocket of one agent: handshake, replay or snapshot page by page, live, heartbeat, back-pressure. What
// goes wrong here is told with a code and ends this connection at most; nothing of it reaches another agent.
import { ClientFrame, type CloseCode, type ServerFrame } from '#shared/link/frames.ts';
import type { Event } from '#shared/link/events.ts';
import { LIMITS, PROTOCOL } from '#shared/link/limits.ts';
import type { Disposable } from '#shared/model/disposable.ts';
import { AppError } from '#shared/model/errors.ts';
import { ExtensionNumber } from '#shared/model/ids.ts';
import type { WebSocket } from 'ws';
import type { AgentEventLog } from '../agent-events/agent-event-log.ts';
import type { Clock } from '../clock.ts';
import type { CapabilityBook } from '../commands/capabilities.ts';
import type { CommandDesk } from '../commands/command-desk.ts';
import type { Log } from '../log.ts';
import type { StoredEvent } from '../store/streams.ts';
import type { Activities } from './activities.ts';

export interface ConnectionParts {
  readonly events: AgentEventLog;
  readonly commands: CommandDesk;
  readonly capabilities: CapabilityBook;
  readonly activities: Activities;
  readonly clock: Clock;
  readonly log: Log;
  readonly timing: LinkTiming;
  /** Whose token it is; undefined when it is nobody's. */
  readonly agentOf: (token: string) => { extension: string; name: string } | undefined;
  /** The rows of a snapshot, in pages ready for the wire. */
  readonly snapshot: (extension: string) => Iterable<string[]>;
  /** @throws AppError `link.tooManyConnections`. */
  readonly enter: (connection: Connection) => void;
  readonly leave: (connection: Connection) => void;
}

export interface LinkTiming {
  readonly heartbeatMs: number;
  /** For `identify`, and for the acknowledgement of a page. */
  readonly answerMs: number;
  /** Bytes that may wait for a slow reader before the server lets go of it. */
  readonly maxBufferedBytes: number;
}

export const LINK_TIMING: LinkTiming = {
  heartbeatMs: 25_000,
  answerMs: 30_000,
  maxBufferedBytes: 8 * 1024 * 1024,
};

/** Frames of one connection that are being answered at the same time; more is an attack, not an agent. */
const MOST_PENDING = 200;

export class Connection {
  extension = '';
  readonly #socket: WebSocket;
  readonly #parts: ConnectionParts;
  #token = '';
  #sentSeq = 0;
  #isLive = false;
  #isPumping = false;
  #isIdentified = false;
  #pending = 0;
  #page = 0;
  #pageDone: (() => void) | undefined;
  #deadline: Disposable | undefined;
  #pageDeadline: Disposable | undefined;
  #watch: Disposable | undefined;

  constructor(socket: WebSocket, parts: ConnectionParts) {
    this.#socket = socket;
    this.#parts = parts;
    socket.on('message', (data, isBinary) => this.#onMessage(data, isBinary));
    socket.on('error', (error) => parts.log.warn('A link broke.', { reason: error.message }));
    socket.on('close', () => this.#onClose());
    const { heartbeatMs, answerMs } = parts.timing;
    this.#send({
      frame: 'hello',
      protocol: PROTOCOL,
      heartbeatMs,
      serverTime: parts.clock.now(),
      limits: { ...LIMITS },
    });
    this.#expectWithin(answerMs, 4003);
  }

  get isLive(): boolean {
    return this.#isLive;
  }

  send(frame: ServerFrame): void {
    this.#send(frame);
  }

  close(code: CloseCode, reason: string): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    this.#socket.close(code, reason);
    // A peer that does not answer the close is cut off.
    this.#parts.clock.after(2000, () => this.#socket.terminate());
  }

  #send(frame: ServerFrame): void {
    this.#write(JSON.stringify(frame));
  }

  #write(text: string): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    this.#socket.send(text);
    if (this.#socket.bufferedAmount <= this.#parts.timing.maxBufferedBytes) return;
    this.#isLive = false;
    this.#socket.close(4000, 'link.tooSlow');
    this.#parts.clock.after(2000, () => this.#socket.terminate());
  }

  #refuse(error: AppError, code: CloseCode): void {
    const { retryable, message } = error;
    this.#send({ frame: 'refused', code: error.code, message, retryable });
    this.close(code, error.code);
  }

  #expectWithin(ms: number, code: CloseCode): void {
    this.#deadline?.dispose();
    this.#deadline = this.#parts.clock.after(ms, () => this.close(code, 'link.heartbeatMissed'));
  }

  #onClose(): void {
    this.#isLive = false;
    this.#deadline?.dispose();
    this.#pageDeadline?.dispose();
    this.#watch?.dispose();
    this.#pageDone?.();
    if (this.#isIdentified) this.#parts.leave(this);
  }

  #onMessage(data: unknown, isBinary: boolean): void {
    let frame: ClientFrame;
    try {
      if (isBinary) throw new AppError('link.invalidFrame', { message: 'Frames are text.' });
      const parsed = ClientFrame.safeParse(JSON.parse(String(data)));
      if (!parsed.success) {
        const issue = parsed.error.issues[0];
        const message = `A frame was not valid: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`;
        throw new AppError('link.invalidFrame', { message });
      }
      frame = parsed.data;
    } catch (error) {
      const known = error instanceof AppError ? error : new AppError('link.invalidFrame', { cause: error });
      this.#refuse(known, 4002);
      return;
    }
    try {
      this.#onFrame(frame);
    } catch (error) {
      this.#parts.log.error('A frame could not be handled.', error, { frame: frame.frame });
      this.close(4000, 'gateway.internal');
    }
  }

  #onFrame(frame: ClientFrame): void {
    if (frame.frame === 'identify') {
      if (this.#isIdentified) this.#refuse(new AppError('link.invalidFrame'), 4002);
      else this.#identify(frame);
      return;
    }
    if (!this.#isIdentified) {
      const message = 'The first frame of a client is "identify".';
      this.#refuse(new AppError('link.invalidFrame', { message }), 4002);
      return;
    }
    switch (frame.frame) {
      case 'heartbeat':
        this.#heartbeat();
        break;
      case 'pageDone':
        if (frame.page === this.#page) this.#pageDone?.();
        break;
      case 'activity':
        this.#parts.activities.told(this.extension, frame.sessionId, frame.activity);
        break;
      case 'command':
        void this.#command(frame);
    }
  }

  #heartbeat(): void {
    // A token that ended in the meantime (signed out, agent removed) ends the connection.
    if (!this.#parts.agentOf(this.#token)) {
      this.#refuse(new AppError('auth.tokenInvalid'), 4001);
      return;
    }
    this.#expectWithin(this.#parts.timing.heartbeatMs * 2, 4003);
    this.#send({ frame: 'heartbeatAck', serverTime: this.#parts.clock.now() });
  }

  async #command(frame: Extract<ClientFrame, { frame: 'command' }>): Promise<void> {
    if (this.#pending >= MOST_PENDING) {
      const error = new AppError('command.rateLimited', { details: { retryAfterMs: 1000 } }).toData();
      this.#send({ frame: 'nack', commandId: frame.commandId, error });
      return;
    }
    this.#pending++;
    const answer = await this.#parts.commands.run(this.extension, frame);
    this.#pending--;
    const { commandId } = frame;
    if ('result' in answer) this.#send({ frame: 'ack', commandId, result: answer.result });
    else this.#send({ frame: 'nack', commandId, error: answer.error });
  }

  #identify({ token, resume }: Extract<ClientFrame, { frame: 'identify' }>): void {
    const { events, capabilities, timing } = this.#parts;
    const agent = this.#parts.agentOf(token);
    if (!agent) {
      this.#refuse(new AppError('auth.tokenInvalid'), 4001);
      return;
    }
    this.extension = agent.extension;
    this.#token = token;
    try {
      this.#parts.enter(this);
    } catch (error) {
      this.#refuse(AppError.from(error), 4004);
      return;
    }
    this.#isIdentified = true;
    this.#expectWithin(timing.heartbeatMs * 2, 4003);
    const resumption = events.resume(agent.extension, resume);
    this.#send({
      frame: 'welcome',
      agent: { extension: ExtensionNumber.parse(agent.extension), name: agent.name },
      capabilities: capabilities.current(),
      epoch: resumption.epoch,
      resumed: resumption.resumed,
      ...(resumption.resumed ? {} : { reason: resumption.reason }),
    });
    this.#bringUp(resumption.resumed ? (resume?.seq ?? 0) : null, resumption.epoch).catch(
      (error: unknown) => {
        this.#parts.log.error('A client could not be brought up to date.', error);
        this.close(4000, 'gateway.internal');
      },
    );
  }

  /** Snapshot where needed, then replay page by page until there is nothing left, then live. */
  async #bringUp(fromSeq: number | null, epoch: string): Promise<void> {
    const { events, timing } = this.#parts;
    this.#sentSeq = fromSeq ?? events.head(this.extension);
    if (fromSeq === null) {
      this.#send({ frame: 'snapshotStart', epoch, seq: this.#sentSeq });
      for (const rows of this.#parts.snapshot(this.extension)) {
        const isDone = await this.#paged(
          (page) => `{"frame":"snapshotPage","page":${page},"events":[${rows.join(',')}]}`,
        );
        if (!isDone) return;
      }
      this.#send({ frame: 'snapshotEnd' });
    }
    for (;;) {
      const page = events.read(this.extension, this.#sentSeq, PAGE);
      if (page.length === 0) break;
      const numbered = page.map(numberedText).join(',');
      const isDone = await this.#paged(
        (number) => `{"frame":"replay","page":${number},"events":[${numbered}]}`,
      );
      if (!isDone) return;
      this.#sentSeq = page.at(-1)?.seq ?? this.#sentSeq;
    }
    this.#isLive = true;
    this.#send({ frame: 'caughtUp', seq: this.#sentSeq });
    this.#watch = events.watch(this.extension, () => this.#pumpSoon());
    this.#expectWithin(timing.heartbeatMs * 2, 4003);
    this.#pump();
  }

  /** Sends a page and waits for its `pageDone`; false when the socket closed meanwhile. */
  async #paged(frame: (page: number) => string): Promise<boolean> {
    const acknowledged = new Promise<void>((resolve) => (this.#pageDone = resolve));
    this.#write(frame(++this.#page));
    this.#pageDeadline = this.#parts.clock.after(this.#parts.timing.answerMs, () =>
      this.close(4000, 'link.tooSlow'),
    );
    await acknowledged;
    this.#pageDeadline.dispose();
    this.#pageDone = undefined;
    return this.#socket.readyState === this.#socket.OPEN;
  }

  /** Many commits in a row make one read. */
  #pumpSoon(): void {
    if (this.#isPumping) return;
    this.#isPumping = true;
    setImmediate(() => {
      this.#isPumping = false;
      try {
        this.#pump();
      } catch (error) {
        this.#parts.log.error('Events could not be read.', error);
        this.close(4000, 'gateway.internal');
      }
    });
  }

  #pump(): void {
    while (this.#isLive && this.#socket.readyState === this.#socket.OPEN) {
      const page = this.#parts.events.read(this.extension, this.#sentSeq, PAGE);
      if (page.length === 0) return;
      for (const event of page) {
        this.#write(`{"frame":"event",${numberedText(event).slice(1)}`);
        this.#sentSeq = event.seq;
      }
    }
  }
}

const PAGE = { events: LIMITS.replayPageEvents, bytes: LIMITS.replayPageBytes };

/** An event as the wire wants it. Its data is JSON text already. */
const numberedText = ({ seq, at, data }: StoredEvent): string => `{"seq":${seq},"at":${at},"event":${data}}`;

/** Cuts rows into pages that keep the link's limits. */
export function* inPages(rows: Iterable<Event>): Generator<string[]> {
  let page: string[] = [];
  let bytes = 0;
  for (const row of rows) {
    const text = JSON.stringify(row);
    if (page.length >= PAGE.events || (page.length > 0 && bytes + text.length > PAGE.bytes)) {
      yield page;
      page = [];
      bytes = 0;
    }
    page.push(text);
    bytes += text.length;
  }
  if (page.length > 0) yield page;
}
