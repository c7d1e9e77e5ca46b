// The WebSocket half of the Open API (reference 2.1): `/openapi/v1.0/subscribe?access_token=…`. One text frame
// chooses topics; `heartbeat` keeps the line; 60 s without any exchange and it is cut; when its token's time is
// over, too (the vendor leaves that open; this is the harder reading).
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import type { Disposable } from '#shared/model/disposable.ts';
import { errmsgOf, PabxRefusal } from '../model/errcodes.ts';
import type { World } from '../world.ts';

const IDLE_LIMIT_MS = 60_000;
const MAX_FRAME_BYTES = 64 * 1024;
const subscription = z.object({ topic_list: z.array(z.number().int()) });

export class SubscriberLine {
  readonly #server = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: MAX_FRAME_BYTES,
  });
  readonly #subscribers = new Set<Subscriber>();

  get count(): number {
    return this.#subscribers.size;
  }

  /** Answers an upgrade request: a socket, or HTTP 200 with the errcode, like every call of the API. */
  upgrade(world: World, request: IncomingMessage, socket: Duplex, head: Buffer): void {
    let endsAt: number;
    try {
      if ((request.headers['user-agent'] ?? '') === '') throw new PabxRefusal(40002, 'no User-Agent header');
      world.tokens.admit(request.socket.remoteAddress ?? '');
      endsAt = world.tokens.check(new URL(request.url ?? '/', 'http://pbx').searchParams.get('access_token'));
    } catch (error) {
      const errcode = error instanceof PabxRefusal ? error.errcode : -2;
      const body = JSON.stringify({ errcode, errmsg: errmsgOf(errcode) });
      socket.end(
        `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
      );
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (webSocket) => {
      const subscriber = new Subscriber(world, webSocket, endsAt);
      this.#subscribers.add(subscriber);
      webSocket.on('close', () => {
        subscriber.dispose();
        this.#subscribers.delete(subscriber);
      });
    });
  }

  /** Cuts all lines without a word. Gives how many there were. */
  drop(): number {
    const { count } = this;
    for (const subscriber of this.#subscribers) subscriber.cut();
    return count;
  }

  /** For `ms` of real time nothing goes in or out, and nobody is told. */
  stall(ms: number): number {
    for (const subscriber of this.#subscribers) subscriber.stall(ms);
    return this.count;
  }
}

class Subscriber implements Disposable {
  readonly #world: World;
  readonly #socket: WebSocket;
  readonly #events: Disposable;
  readonly #end: Disposable;
  #idle: Disposable | null = null;
  #topics: ReadonlySet<number> = new Set();
  #heldBack: string[] | null = null;
  #stallTimer: NodeJS.Timeout | undefined;

  constructor(world: World, socket: WebSocket, endsAt: number) {
    this.#world = world;
    this.#socket = socket;
    this.#events = world.events.subscribe((type, frame) => {
      if (this.#topics.has(type)) this.#send(frame);
    });
    this.#end = world.lineClock.after(endsAt - world.lineClock.now(), () => this.cut());
    socket.on('message', (data) => this.#receive(data));
    // A broken line closes by itself; the client knows.
    socket.on('error', () => socket.terminate());
    this.#exchanged();
  }

  cut(): void {
    this.#socket.terminate();
  }

  stall(ms: number): void {
    clearTimeout(this.#stallTimer);
    this.#heldBack ??= [];
    this.#socket.pause();
    this.#stallTimer = setTimeout(() => {
      const held = this.#heldBack ?? [];
      this.#heldBack = null;
      this.#socket.resume();
      for (const frame of held) this.#send(frame);
    }, ms);
  }

  dispose(): void {
    clearTimeout(this.#stallTimer);
    this.#events.dispose();
    this.#end.dispose();
    this.#idle?.dispose();
  }

  #receive(data: RawData): void {
    this.#exchanged();
    const text = textOf(data);
    if (text === 'heartbeat') return this.#send('heartbeat response');
    const parsed = subscription.safeParse(jsonOf(text));
    if (!parsed.success) {
      const errcode = 40001;
      return this.#send(JSON.stringify({ errcode, errmsg: errmsgOf(errcode) }));
    }
    // Whether a second subscription adds or replaces is unknown; here it replaces.
    this.#topics = new Set(parsed.data.topic_list);
    this.#send(JSON.stringify({ errcode: 0, errmsg: errmsgOf(0) }));
  }

  #send(text: string): void {
    if (this.#heldBack !== null) {
      this.#heldBack.push(text);
      return;
    }
    if (this.#socket.readyState !== WebSocket.OPEN) return;
    this.#exchanged();
    this.#socket.send(text);
  }

  #exchanged(): void {
    this.#idle?.dispose();
    this.#idle = this.#world.lineClock.after(IDLE_LIMIT_MS, () => this.cut());
  }
}

function textOf(data: RawData): string {
  if (Buffer.isBuffer(data)) return data.toString('utf8');
  return Array.isArray(data) ? Buffer.concat(data).toString('utf8') : Buffer.from(data).toString('utf8');
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // Not JSON: refused by the schema.
  }
}
