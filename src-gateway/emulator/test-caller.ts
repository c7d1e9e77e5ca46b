// The other side of the emulator in its tests: calls the API, opens the event socket, uses the control endpoint,
// all over the real port. The clock stands still unless a test moves it.
import { WebSocket } from 'ws';
import { type EmulatorOptions, startEmulator } from './emulator.ts';

/** A Monday, 12:00 UTC. */
export const NOON = Date.UTC(2026, 10, 23, 12);

/** Whatever an answer holds; `at` and `listAt` read it by path. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export interface Frame {
  readonly type: number;
  readonly raw: Json;
  /** `msg` with the string form parsed away. */
  readonly msg: Json;
}

export interface EventSocket {
  readonly frames: Frame[];
  /** All texts that were not events: answers and heartbeats. */
  readonly texts: string[];
  readonly send: (text: string) => void;
  readonly isOpen: () => boolean;
  readonly closed: Promise<number>;
  /** Waits until `done` holds; it is looked at whenever something arrives. */
  readonly until: (done: () => boolean) => Promise<void>;
}

interface Request {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | FormData;
}

export interface PabxCaller {
  readonly url: string;
  readonly token: () => string;
  readonly signIn: (secret?: string) => Promise<Json>;
  readonly get: (endpoint: string, query?: Record<string, string | number>) => Promise<Json>;
  readonly post: (endpoint: string, body: Json) => Promise<Json>;
  readonly raw: (path: string, init?: Request) => Promise<Response>;
  readonly control: (verb: string, body?: Json) => Promise<Json>;
  readonly events: (...topics: number[]) => Promise<EventSocket>;
  readonly stop: () => Promise<void>;
}

/** A signed-in caller of a fresh PABX without people and without history. */
export async function callPabx(options: EmulatorOptions = {}): Promise<PabxCaller> {
  const pabx = await startEmulator({ speed: 0, people: false, history: false, startAt: NOON, ...options });
  const sockets = new Set<WebSocket>();
  let token = '';
  const raw = (path: string, init: Request = {}): Promise<Response> =>
    fetch(`${pabx.url}${path}`, { ...init, headers: { 'user-agent': 'Test', ...init.headers } });
  const api = async (path: string, init?: Request): Promise<Json> => {
    const response = await raw(`/openapi/v1.0/${path}`, init);
    return json(await response.text());
  };
  const json = (text: string): Json => JSON.parse(text) as Json; // What JSON.parse gives is Json.
  const caller: PabxCaller = {
    url: pabx.url,
    token: () => token,
    signIn: async (secret = pabx.clientSecret) => {
      const body = JSON.stringify({ username: pabx.clientId, password: secret });
      const answer = await api('get_token', { method: 'POST', body });
      const given = at(answer, 'access_token');
      if (typeof given === 'string') token = given;
      return answer;
    },
    get: (endpoint, query = {}) => {
      const search = new URLSearchParams({ access_token: token });
      for (const [name, value] of Object.entries(query)) search.set(name, String(value));
      return api(`${endpoint}?${search.toString()}`);
    },
    post: (endpoint, body) =>
      api(`${endpoint}?access_token=${token}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    raw,
    control: async (verb, body) => {
      const headers = { authorization: `Bearer ${pabx.controlToken}` };
      const init = body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) };
      return json(await (await fetch(`${pabx.controlUrl}/${verb}`, init)).text());
    },
    events: (...topics) => openSocket(pabx.url, token, topics, sockets),
    stop: async () => {
      for (const socket of sockets) socket.terminate();
      await pabx.stop();
    },
  };
  await caller.signIn();
  return caller;
}

/** What stands at `path` in `value`, e.g. `at(answer, 'list', 0, 'id')`; undefined where there is nothing. */
export function at(value: Json | undefined, ...path: (string | number)[]): Json | undefined {
  let found: Json | undefined = value;
  for (const step of path) {
    if (typeof found !== 'object' || found === null) return undefined;
    found = (found as Record<string | number, Json | undefined>)[step]; // An array or object by its own key.
  }
  return found;
}

/** The text at `path`. */
export function textAt(value: Json | undefined, ...path: (string | number)[]): string {
  const found = at(value, ...path);
  if (typeof found !== 'string') throw new TypeError(`There is no text at ${path.join('.')}.`);
  return found;
}

/** The array at `path`; empty when there is none. */
export function listAt(value: Json, ...path: (string | number)[]): readonly Json[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? (found as readonly Json[]) : [];
}

async function openSocket(
  url: string,
  token: string,
  topics: readonly number[],
  sockets: Set<WebSocket>,
): Promise<EventSocket> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/openapi/v1.0/subscribe?access_token=${token}`, {
    headers: { 'user-agent': 'Test' },
  });
  sockets.add(socket);
  const frames: Frame[] = [];
  const texts: string[] = [];
  const waiting = new Set<() => void>();
  socket.on('message', (data: Buffer) => {
    const text = data.toString('utf8');
    const parsed = text.startsWith('{') ? (JSON.parse(text) as Json) : null;
    const type = at(parsed, 'type');
    if (typeof type === 'number') {
      const msg = at(parsed, 'msg') ?? null;
      frames.push({ type, raw: msg, msg: typeof msg === 'string' ? (JSON.parse(msg) as Json) : msg });
    } else texts.push(text);
    for (const look of waiting) look();
  });
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  socket.on('error', () => undefined); // `closed` tells.
  await new Promise<void>((resolve, reject) => {
    socket.on('open', resolve);
    socket.on('unexpected-response', (_request, response) => {
      response.on('data', (body: Buffer) => reject(new Error(body.toString('utf8'))));
    });
  });
  const until = (done: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (!done()) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
    });
  socket.send(JSON.stringify({ topic_list: topics }));
  await until(() => texts.length > 0);
  texts.length = 0;
  return {
    frames,
    texts,
    send: (text) => socket.send(text),
    isOpen: () => socket.readyState === WebSocket.OPEN,
    closed,
    until,
  };
}
