// Our own DevTools connection to Chromium, over a pipe: Chromium ends itself when the pipe breaks, so it cannot
// outlive this process, not even after kill -9. (Playwright uses a second connection, over a port.)
import { EventEmitter } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import type { CDPSession } from '@playwright/test';

/** One DevTools session: the browser's own or that of an attached page. Typed by Playwright's protocol types. */
export interface DevToolsSession {
  send: CDPSession['send'];
  on: CDPSession['on'];
}

interface Incoming {
  id?: number;
  method?: string;
  params?: object;
  result?: object;
  error?: { message: string };
  sessionId?: string;
}

interface Waiting {
  method: string;
  resolve: (result: object | undefined) => void;
  reject: (error: Error) => void;
}

export class DevToolsConnection {
  #lastId = 0;
  #waiting = new Map<number, Waiting>();
  #sessions = new Map<string, EventEmitter>();
  #begun: Buffer[] = [];
  #output: Writable;

  constructor(output: Writable, input: Readable) {
    this.#output = output;
    // A broken pipe means that Chromium ended; whoever waits learns it from `close`.
    output.on('error', () => this.close());
    input.on('data', (chunk: Buffer) => this.#read(chunk));
    input.on('close', () => this.close());
  }

  /** The session with this id; without one, the browser's own. */
  session(id = ''): DevToolsSession {
    const known = this.#sessions.get(id);
    const events = known ?? new EventEmitter().setMaxListeners(0);
    if (!known) this.#sessions.set(id, events);
    const session = {
      send: (method: string, params: object = {}) => this.#send(id, method, params),
      on: (event: string, listener: (payload: object) => void) => {
        events.on(event, listener);
        return session;
      },
    };
    // The protocol's types hold method, parameters and answer together; Chromium keeps to them.
    return session as unknown as DevToolsSession;
  }

  /** Rejects everything that still waits for an answer. */
  close(): void {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const call of waiting) call.reject(new Error(`${call.method}: Chromium has ended.`));
  }

  #send(sessionId: string, method: string, params: object): Promise<object | undefined> {
    return new Promise((resolve, reject) => {
      this.#lastId += 1;
      this.#waiting.set(this.#lastId, { method, resolve, reject });
      this.#output.write(
        `${JSON.stringify({ id: this.#lastId, method, params, ...(sessionId ? { sessionId } : {}) })}\0`,
      );
    });
  }

  /** Chromium ends each JSON message with a zero byte; a message may come in many chunks. */
  #read(chunk: Buffer): void {
    let rest = chunk;
    for (let end = rest.indexOf(0); end >= 0; end = rest.indexOf(0)) {
      const message = Buffer.concat([...this.#begun, rest.subarray(0, end)]).toString('utf8');
      this.#begun = [];
      rest = rest.subarray(end + 1);
      this.#receive(JSON.parse(message) as Incoming);
    }
    this.#begun.push(rest);
  }

  #receive({ id, method, params, result, error, sessionId }: Incoming): void {
    if (id === undefined) {
      this.#sessions.get(sessionId ?? '')?.emit(method ?? '', params);
      return;
    }
    const call = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error) call?.reject(new Error(`${call.method}: ${error.message}`));
    else call?.resolve(result);
  }
}
