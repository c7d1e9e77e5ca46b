// Who is trusted: pages of our own origin, in the window's top frame. Pure decisions; security.ts and ipc.ts act on them.
import type { WebFrameMain } from 'electron';
import { APP_ORIGIN } from './protocol.ts';

const GRANTED = new Set(['notifications', 'clipboard-sanitized-write']);

/** True for addresses of the window's own origin. */
export function isOurs(url: string): boolean {
  return url === APP_ORIGIN || url.startsWith(`${APP_ORIGIN}/`);
}

/** True for a permission that a page at `url` gets. */
export function isGranted(permission: string, url: string): boolean {
  return GRANTED.has(permission) && isOurs(url);
}

/** True when an IPC message comes from the top frame of our own page. */
export function isTrusted(frame: Pick<WebFrameMain, 'url' | 'parent'> | null): boolean {
  return frame !== null && frame.parent === null && isOurs(frame.url);
}
