// Electron's `protocol`. Chromium knows no custom schemes, so `app://main/x` is shown as
// `http://main.app.localhost/x`: a secure context, answered by a server in this process that asks the handler.
// Everything the app sees (URLs, Origin, Referer) is `app://` again.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import type * as Electron from 'electron';
import { guardObject } from '../core/guards.ts';

type Handler = (request: Request) => Response | Promise<Response>;

const schemes = new Set<string>();
const handlers = new Map<string, Handler>();

/** Headers that speak of one connection or of a body that is passed on decoded. */
const HOP_HEADERS = new Set([
  'host',
  'connection',
  'transfer-encoding',
  'expect',
  'content-length',
  'content-encoding',
]);

/** The address Chromium shows for a URL of the app; other URLs stay as they are. */
export function toChromium(url: string): string {
  const [, scheme = '', host = '', rest = ''] = /^([a-z][a-z0-9+-]*):\/\/([\w-]*)(.*)$/i.exec(url) ?? [];
  if (!schemes.has(scheme)) return url;
  if (!host) throw new Error(`Electron stand-in: ${url} names no host; use ${scheme}://main/….`);
  return `http://${host}.${scheme}.localhost${rest || '/'}`;
}

/** The URL of the app for an address of Chromium; the inverse of `toChromium`. */
export function toApp(url: string): string {
  const [, host = '', scheme = '', rest = ''] =
    /^http:\/\/([\w-]+)\.([a-z0-9+-]+)\.localhost(?::\d+)?(.*)$/i.exec(url) ?? [];
  return schemes.has(scheme) ? `${scheme}://${host}${rest}` : url;
}

/** The origin in Electron's terms: `app://main`, where URL.origin would say "null". */
export function originOf(url: string): string {
  return URL.canParse(toChromium(url)) ? toApp(new URL(toChromium(url)).origin) : 'null';
}

export const protocol = guardObject('protocol', {
  registerSchemesAsPrivileged(customSchemes) {
    for (const { scheme } of customSchemes) schemes.add(scheme);
  },
  handle(scheme, handler) {
    if (handlers.has(scheme)) throw new Error(`The scheme has been registered: ${scheme}`);
    schemes.add(scheme);
    handlers.set(scheme, handler);
  },
  unhandle: (scheme) => void handlers.delete(scheme),
  isProtocolHandled: (scheme) => handlers.has(scheme),
} satisfies Partial<Electron.Protocol>);

/** Answers a request of a custom scheme, for pages and for net.fetch; undefined when nothing handles it. */
export async function answer(request: Request): Promise<Response | undefined> {
  return handlers.get(new URL(request.url).protocol.slice(0, -1))?.(request);
}

/** The URL, headers and body of a page's request, as Electron would hand them to a handler. */
function toRequest(incoming: IncomingMessage): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (HOP_HEADERS.has(name) || value === undefined) continue;
    headers.set(name, ['origin', 'referer'].includes(name) ? toApp(String(value)) : String(value));
  }
  const method = incoming.method ?? 'GET';
  const url = toApp(`http://${incoming.headers.host ?? ''}${incoming.url ?? '/'}`);
  if (method === 'GET' || method === 'HEAD') return new Request(url, { method, headers });
  // Node's and the DOM's stream types differ in name only.
  const body = Readable.toWeb(incoming) as unknown as BodyInit;
  const init: RequestInit & { duplex: 'half' } = { method, headers, body, duplex: 'half' };
  return new Request(url, init);
}

async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  // Chromium asks for it unbidden; Electron's windows have no place to show one and never ask.
  const isFavicon = incoming.url === '/favicon.ico';
  const response = isFavicon ? undefined : await answer(toRequest(incoming));
  if (!response) {
    outgoing.writeHead(404).end();
    return;
  }
  const headers: [string, string][] = [];
  response.headers.forEach((value, name) => {
    if (!HOP_HEADERS.has(name)) headers.push([name, name === 'location' ? toChromium(value) : value]);
  });
  outgoing.writeHead(response.status, headers.flat());
  if (!response.body) {
    outgoing.end();
    return;
  }
  Readable.fromWeb(response.body as ReadableStream)
    .on('error', () => outgoing.destroy())
    .pipe(outgoing);
}

/** Starts the server behind custom schemes; answers its port. It does not keep the process alive. */
export function listenForSchemes(): Promise<number> {
  const server = createServer((incoming, outgoing) => {
    serve(incoming, outgoing).catch((error: unknown) => {
      console.error(`Electron stand-in: the protocol handler failed for ${incoming.url ?? ''}.`, error);
      outgoing.destroy();
    });
  });
  server.unref();
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    // A server that listens on a TCP port answers with that.
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}
