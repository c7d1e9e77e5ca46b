// Whose page a request comes from. Native clients send no Origin; the desktop app's pages are `app://`; Lynk Web
// is served by this gateway itself. Everything else is a foreign site that borrows a person's browser.
import type { IncomingHttpHeaders } from 'node:http';

/** True for no origin, `app://…`, and the origin under which the request reached us. */
export function isOwnOrigin(headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site'];
  if (site === 'cross-site' || site === 'same-site') return headers.origin?.startsWith('app://') === true;
  const { origin } = headers;
  if (origin === undefined || origin.startsWith('app://')) return true;
  try {
    return new URL(origin).host === headers.host;
  } catch {
    // `null` and other nonsense.
    return false;
  }
}

const LOOPBACK = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/u;

/** True when the request names this computer itself: a foreign name that resolves to it does not. */
export const isLoopbackHost = (headers: IncomingHttpHeaders): boolean => LOOPBACK.test(headers.host ?? '');

/** True when a gateway that listens on `host` can be reached from this computer only. */
export const isLoopback = (host: string): boolean => ['127.0.0.1', 'localhost', '::1'].includes(host);
