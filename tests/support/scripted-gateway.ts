// A gateway that a test holds in its hand: one agent's stream over an in-process socket, with the protocol's
// rules (resume, replay pages, snapshot by position, remembered answers) and every fault a test asks for.
import type { Clock, Http, HttpRequest, OpenSocket, SocketHandlers } from '#service/ports.ts';
import type { CommandName } from '#shared/link/commands.ts';
import type { Event } from '#shared/link/events.ts';
import { ClientFrame, type ServerFrame } from '#shared/link/frames.ts';
import type { ErrorData } from '#shared/model/errors.ts';
import { AppError, type ErrorCode } from '#shared/model/errors.ts';
import { CAPABILITIES, ME } from './entities.ts';

type LooseEvent = Event | { kind: string; [key: string]: unknown };
interface Logged {
  readonly seq: number;
  readonly at: number;
  readonly event: LooseEvent;
}
export interface ReceivedCommand {
  readonly commandId: string;
  readonly name: CommandName;
  readonly payload: Record<string, unknown>;
}
/** What a command is answered: a result, an error, or nothing at all. */
export type Answer = { result: unknown } | { error: ErrorData } | null;

interface Peer {
  readonly handlers: SocketHandlers;
  isOpen: boolean;
  isIdentified: boolean;
  /** Pages that wait for the one before to be acknowledged. */
  pages: ServerFrame[];
  isLive: boolean;
}

export class ScriptedGateway {
  readonly url = 'http://gateway.test';
  readonly commands: ReceivedCommand[] = [];
  readonly identified: Extract<ClientFrame, { frame: 'identify' }>[] = [];
  readonly requests: HttpRequest[] = [];
  readonly files = new Map<string, Blob>();
  heartbeatMs = 30_000;
  pageSize = 500;
  isReachable = true;
  /** False: heartbeats are swallowed, as by a dead line. */
  answersHeartbeats = true;
  signIn: 'password' | 'open' = 'password';
  refusal: { code: ErrorCode; retryable: boolean } | null = null;
  /** Rows of a snapshot, as events. */
  snapshot: () => LooseEvent[] = () => [];
  onCommand: (command: ReceivedCommand) => Answer = () => ({ result: {} });
  epoch = 'e1';
  readonly #clock: Clock;
  readonly #peers = new Set<Peer>();
  readonly #answers = new Map<string, Answer>();
  #log: Logged[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get openSockets(): number {
    return [...this.#peers].filter(({ isOpen }) => isOpen).length;
  }
  get seq(): number {
    return this.#log.length;
  }

  /** Appends to the stream and tells whoever is live. */
  append(...events: LooseEvent[]): void {
    for (const event of events) {
      const logged = { seq: this.#log.length + 1, at: this.#clock.now(), event };
      this.#log.push(logged);
      for (const peer of this.#peers) if (peer.isLive) this.#send(peer, { frame: 'event', ...logged });
    }
  }

  /** Sends any frame, also one that breaks the rules. */
  push(frame: Record<string, unknown>): void {
    for (const peer of this.#peers) if (peer.isOpen) this.#sendText(peer, JSON.stringify(frame));
  }

  cut(code = 1006): void {
    for (const peer of this.#peers) this.#close(peer, code);
  }

  /** The log is lost: numbers begin again in a new epoch. */
  loseLog(epoch: string): void {
    this.epoch = epoch;
    this.#log = [];
  }

  /** Commands of a name, in the order of their arrival. */
  received(name: CommandName): ReceivedCommand[] {
    return this.commands.filter((command) => command.name === name);
  }

  readonly openSocket: OpenSocket = (_url, _subprotocol, handlers) => {
    const peer: Peer = { handlers, isOpen: true, isIdentified: false, pages: [], isLive: false };
    this.#peers.add(peer);
    this.#clock.after(0, () => {
      if (!this.isReachable) this.#close(peer, 1006);
      if (!peer.isOpen) return;
      handlers.onOpen();
      const { heartbeatMs } = this;
      this.#send(peer, {
        frame: 'hello',
        protocol: 1,
        heartbeatMs,
        serverTime: this.#clock.now(),
        limits: {},
      });
    });
    return {
      send: (text) => void this.#clock.after(0, () => this.#receive(peer, text)),
      bufferedBytes: 0,
      close: (code) => this.#close(peer, code),
    };
  };

  readonly http: Http = async (request) => {
    this.requests.push(request);
    if (!this.isReachable) throw new AppError('link.unreachable');
    const { status, body } = this.#answerHttp(request);
    return { status, json: async () => body, blob: async () => (body instanceof Blob ? body : new Blob()) };
  };

  #answerHttp(request: HttpRequest): { status: number; body: unknown } {
    const path = request.url.slice(this.url.length);
    if (path === '/api/about') {
      const openAgents = this.signIn === 'open' ? [ME.extension] : [];
      const about = { product: 'lynk-gateway', version: '1', protocol: 1, name: 'Test', openAgents };
      return { status: 200, body: { ...about, signIn: this.signIn } };
    }
    if (path === '/api/sign-in') {
      const { password } = request.json as { password?: string };
      if (this.signIn === 'password' && password !== 'secret') {
        return { status: 401, body: new AppError('auth.wrongPassword').toData() };
      }
      return { status: 200, body: { token: 'token-of-sixteen-letters', agent: ME } };
    }
    if (path === '/api/files') {
      const id = `f${this.files.size + 1}`;
      const { blob, name } = request.file ?? { blob: new Blob(), name: '' };
      this.files.set(id, blob);
      return { status: 200, body: { id, name, mimeType: blob.type, sizeBytes: blob.size } };
    }
    const file = this.files.get(path.replace('/api/files/', ''));
    if (file !== undefined) return { status: 200, body: file };
    if (path === '/api/sign-out') return { status: 200, body: {} };
    return { status: 404, body: new AppError('file.notFound').toData() };
  }

  #close(peer: Peer, code: number): void {
    if (!peer.isOpen) return;
    peer.isOpen = false;
    peer.isLive = false;
    this.#peers.delete(peer);
    this.#clock.after(0, () => peer.handlers.onClose(code, ''));
  }

  #send(peer: Peer, frame: ServerFrame): void {
    this.#sendText(peer, JSON.stringify(frame));
  }

  #sendText(peer: Peer, text: string): void {
    this.#clock.after(0, () => {
      if (peer.isOpen) peer.handlers.onText(text);
    });
  }

  #receive(peer: Peer, text: string): void {
    if (!peer.isOpen) return;
    const frame = ClientFrame.parse(JSON.parse(text));
    switch (frame.frame) {
      case 'identify':
        this.identified.push(frame);
        this.#welcome(peer, frame);
        return;
      case 'pageDone':
        this.#nextPage(peer);
        return;
      case 'heartbeat':
        if (this.answersHeartbeats)
          this.#send(peer, { frame: 'heartbeatAck', serverTime: this.#clock.now() });
        return;
      case 'command':
        this.#answer(peer, frame);
        return;
      case 'activity':
    }
  }

  #welcome(peer: Peer, { resume }: Extract<ClientFrame, { frame: 'identify' }>): void {
    if (this.refusal !== null) {
      this.#send(peer, { frame: 'refused', message: 'No.', ...this.refusal });
      this.#clock.after(0, () => this.#close(peer, 4001));
      return;
    }
    const canResume = resume?.epoch === this.epoch && resume.seq <= this.#log.length;
    const { epoch } = this;
    const base = { frame: 'welcome', agent: ME, capabilities: CAPABILITIES, epoch } as const;
    // The model's ids are branded; what a script writes is checked by the client's own schemas.
    const send = (frame: object): void => this.#sendText(peer, JSON.stringify(frame));
    let from = this.#log.length;
    if (canResume) {
      from = resume.seq;
      send({ ...base, resumed: true });
    } else {
      send({ ...base, resumed: false, reason: resume === undefined ? 'firstTime' : 'epochChanged' });
      send({ frame: 'snapshotStart', epoch, seq: from });
      const rows = this.snapshot();
      for (let at = 0, page = 1; at < rows.length; at += this.pageSize, page += 1) {
        peer.pages.push({ frame: 'snapshotPage', page, events: rows.slice(at, at + this.pageSize) });
      }
      peer.pages.push({ frame: 'snapshotEnd' });
    }
    for (let at = from, page = 1; at < this.#log.length; at += this.pageSize, page += 1) {
      peer.pages.push({ frame: 'replay', page, events: this.#log.slice(at, at + this.pageSize) });
    }
    this.#nextPage(peer);
  }

  #nextPage(peer: Peer): void {
    const page = peer.pages.shift();
    if (page === undefined) {
      if (peer.isLive) return;
      peer.isLive = true;
      this.#send(peer, { frame: 'caughtUp', seq: this.#log.length });
      return;
    }
    this.#send(peer, page);
    if (page.frame === 'snapshotEnd') this.#nextPage(peer);
  }

  #answer(peer: Peer, frame: Extract<ClientFrame, { frame: 'command' }>): void {
    const name = frame.name as CommandName;
    let answer = this.#answers.get(frame.commandId) ?? null;
    if (answer === null) {
      const command = { commandId: frame.commandId, name, payload: frame.payload as Record<string, unknown> };
      this.commands.push(command);
      answer = this.onCommand(command);
      // What passes by itself is no answer to remember: the same command may well be done the next time.
      const isFinal = answer !== null && ('result' in answer || !answer.error.retryable);
      if (isFinal) this.#answers.set(frame.commandId, answer);
    }
    if (answer === null) return;
    if ('result' in answer)
      this.#send(peer, { frame: 'ack', commandId: frame.commandId, result: answer.result });
    else this.#send(peer, { frame: 'nack', commandId: frame.commandId, error: answer.error });
  }
}
