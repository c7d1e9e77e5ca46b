// `app://lynk/…`: the window's files, from dist/window and nowhere else, under a strict content security policy.
// Its own scheme and not file://, so that a page can neither read the disk nor share an origin with other files.
import { readFile, realpath } from 'node:fs/promises';
import path from 'node:path';
import type { Protocol } from 'electron';

export const APP_SCHEME = 'app';
export const APP_ORIGIN = 'app://lynk';

/** For `protocol.registerSchemesAsPrivileged`, which must be called before the app is ready. */
export const APP_SCHEME_PRIVILEGES = {
  scheme: APP_SCHEME,
  privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
};

/** No network at all: the window's only way out is its message port. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "media-src 'self' blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const HEADERS = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
};

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
  '.ogg': 'audio/ogg',
  '.mp3': 'audio/mpeg',
};

/** The file below `root` that a URL of the window names, or null when it names none. */
export function fileOf(url: string, root: string): string | null {
  if (!URL.canParse(url)) return null;
  const { protocol, host, pathname } = new URL(url);
  if (`${protocol}//${host}` !== APP_ORIGIN) return null;
  let decoded: string;
  try {
    decoded = decodeURIComponent(pathname);
  } catch {
    // A broken escape names no file.
    return null;
  }
  if (decoded.includes('\0') || decoded.includes('\\')) return null;
  const file = path.join(root, decoded === '/' ? 'index.html' : decoded);
  return file.startsWith(root + path.sep) ? file : null;
}

const notFound = (): Response => new Response('Not found', { status: 404, headers: HEADERS });

/** Answers one request of the window from `root`. */
export async function serveFile(url: string, root: string): Promise<Response> {
  const file = fileOf(url, root);
  if (file === null) return notFound();
  try {
    // A link inside the folder must not lead out of it either.
    const real = await realpath(file);
    if (!real.startsWith((await realpath(root)) + path.sep)) return notFound();
    const type = TYPES[path.extname(real).toLowerCase()] ?? 'application/octet-stream';
    return new Response(new Uint8Array(await readFile(real)), {
      headers: { ...HEADERS, 'content-type': type },
    });
  } catch {
    // Missing, a folder, or not readable: all the same to the page.
    return notFound();
  }
}

/** Serves the window from `root` (absolute). To be called once, when the app is ready. */
export function serveWindow(protocol: Pick<Protocol, 'handle'>, root: string): void {
  protocol.handle(APP_SCHEME, (request) => serveFile(request.url, root));
}
