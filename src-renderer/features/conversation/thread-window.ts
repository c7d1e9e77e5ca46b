// The part of a thread that the window holds: a run of rows without holes, bounded. Pages join it at either end
// and what falls out at the other end is forgotten (the service has it). Pure: the thread store keeps one of
// these for the open session, and only query answers and feed changes go in.
import type { MessageId } from '#shared/model/ids.ts';
import type { MessageRow } from '#shared/bridge/rows.ts';

/** Rows held at most; also the largest page the service answers, so that one query reads all of it again. */
export const MAX_ROWS = 200;

export interface ThreadWindow {
  /** Reading order: by position, then what waits in the outbox (no position) in the order it was sent. */
  readonly rows: readonly MessageRow[];
  readonly mayHaveOlder: boolean;
  readonly hasNewer: boolean;
}

/** What the service answers to `messages.window`. */
export type ThreadPage = ThreadWindow;

export const EMPTY_WINDOW: ThreadWindow = { rows: [], mayHaveOlder: false, hasNewer: false };

const order = (row: MessageRow) => row.position ?? Number.POSITIVE_INFINITY;

function inOrder(left: MessageRow, right: MessageRow): number {
  const difference = order(left) - order(right);
  // Infinity - Infinity is NaN: both wait in the outbox.
  if (!Number.isNaN(difference) && difference !== 0) return difference;
  return left.createdAt - right.createdAt || (left.id < right.id ? -1 : left.id > right.id ? 1 : 0);
}

/** The later of two tellings of one message: a position is never lost again, a version never goes back. */
function later(held: MessageRow, told: MessageRow): MessageRow {
  if (held.position !== null && told.position === null) return held;
  if (held.position === null) return told;
  return told.version >= held.version ? told : held;
}

function merged(held: readonly MessageRow[], told: readonly MessageRow[]): MessageRow[] {
  const byId = new Map<MessageId, MessageRow>();
  for (const row of held) byId.set(row.id, row);
  for (const row of told) {
    const before = byId.get(row.id);
    byId.set(row.id, before === undefined ? row : later(before, row));
  }
  return [...byId.values()].sort(inOrder);
}

/** Drops the newest rows beyond the bound. */
function cutNewest(window: ThreadWindow): ThreadWindow {
  if (window.rows.length <= MAX_ROWS) return window;
  return { ...window, rows: window.rows.slice(0, MAX_ROWS), hasNewer: true };
}

/** Drops the oldest rows beyond the bound. */
function cutOldest(window: ThreadWindow): ThreadWindow {
  if (window.rows.length <= MAX_ROWS) return window;
  return { ...window, rows: window.rows.slice(-MAX_ROWS), mayHaveOlder: true };
}

/** `page` was asked for with `before` the first row: it joins above, the newest rows give way. */
export function withOlder(window: ThreadWindow, page: ThreadPage): ThreadWindow {
  return cutNewest({
    rows: merged(window.rows, page.rows),
    mayHaveOlder: page.mayHaveOlder,
    hasNewer: window.hasNewer,
  });
}

/** `page` was asked for with `after` the last row: it joins below, the oldest rows give way. */
export function withNewer(window: ThreadWindow, page: ThreadPage): ThreadWindow {
  return cutOldest({
    rows: merged(window.rows, page.rows),
    mayHaveOlder: window.mayHaveOlder,
    hasNewer: page.hasNewer,
  });
}

/**
 * A message came or changed. A row outside the run is left out: it will come with its page. `keep` says which end
 * gives way when the bound is reached: the one that the person is not reading.
 */
export function withRow(window: ThreadWindow, row: MessageRow, keep: 'newest' | 'oldest'): ThreadWindow {
  const isHeld = window.rows.some((held) => held.id === row.id);
  if (!isHeld) {
    const first = firstPosition(window);
    const last = lastPosition(window);
    if (window.hasNewer && (row.position === null || last === null || row.position > last)) return window;
    if (window.mayHaveOlder && row.position !== null && first !== null && row.position < first) return window;
  }
  const next = { ...window, rows: merged(window.rows, [row]) };
  return keep === 'newest' ? cutOldest(next) : cutNewest(next);
}

/** A waiting message was discarded. */
export function withoutRow(window: ThreadWindow, id: MessageId): ThreadWindow {
  const rows = window.rows.filter((row) => row.id !== id);
  return rows.length === window.rows.length ? window : { ...window, rows };
}

/** Position of the oldest row held; null when none has one. */
export function firstPosition(window: ThreadWindow): number | null {
  return window.rows.find((row) => row.position !== null)?.position ?? null;
}

/** Position of the newest row held; null when none has one. */
export function lastPosition(window: ThreadWindow): number | null {
  return window.rows.findLast((row) => row.position !== null)?.position ?? null;
}
