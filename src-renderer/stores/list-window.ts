// The part of a list that the window holds: a run of rows around what is on screen, in the list's order, and where to
// ask for what lies above and below. Pure; a list of a million sessions never holds more than MAX_ROWS of them.
import type { SessionCursor, SessionRow } from '#shared/bridge/rows.ts';
import type { SessionId } from '#shared/model/ids.ts';

export const PAGE_SIZE = 60;
export const MAX_ROWS = 300;

export interface ListWindow {
  readonly rows: readonly SessionRow[];
  /** Pages above the rows that were let go: where each begins and how many rows it had. */
  readonly above: readonly { readonly start: SessionCursor | null; readonly count: number }[];
  /** Where the first held row's page begins; null: at the top of the list. */
  readonly start: SessionCursor | null;
  /** Where the next page begins; null: the list ends with the last row. */
  readonly next: SessionCursor | null;
}

export interface Page {
  readonly rows: readonly SessionRow[];
  readonly next: SessionCursor | null;
}

export const firstPage = ({ rows, next }: Page): ListWindow => ({ rows, above: [], start: null, next });

/** How many rows lie above the held ones. */
export function countAbove(window: ListWindow): number {
  return window.above.reduce((sum, page) => sum + page.count, 0);
}

const cursorOf = (row: SessionRow): SessionCursor => ({ activeAt: row.activeAt, id: row.id });

/** Negative when `a` stands above `b`: newest first, the id breaks ties. */
const byActivity = (a: SessionCursor, b: SessionCursor): number =>
  b.activeAt - a.activeAt || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0);

const without = (rows: readonly SessionRow[], others: readonly SessionRow[]): SessionRow[] => {
  const ids = new Set(others.map((row) => row.id));
  return rows.filter((row) => !ids.has(row.id));
};

/** The page at `next` goes below; whole pages at the top are let go when there are too many rows. */
export function appendPage(window: ListWindow, page: Page): ListWindow {
  let rows: readonly SessionRow[] = [...without(window.rows, page.rows), ...page.rows];
  const above = [...window.above];
  let { start } = window;
  while (rows.length > MAX_ROWS) {
    const dropped = rows.slice(0, PAGE_SIZE);
    const last = dropped.at(-1);
    if (!last) break;
    above.push({ start, count: dropped.length });
    start = cursorOf(last);
    rows = rows.slice(PAGE_SIZE);
  }
  return { rows, above, start, next: page.next };
}

/** The page that was let go last comes back above; rows at the bottom are let go when there are too many. */
export function prependPage(window: ListWindow, page: Page): ListWindow {
  const start = window.above.at(-1)?.start ?? null;
  const rows = [...page.rows, ...without(window.rows, page.rows)];
  return trimmed({ rows, above: window.above.slice(0, -1), start, next: window.next });
}

function trimmed(window: ListWindow): ListWindow {
  if (window.rows.length <= MAX_ROWS) return window;
  const rows = window.rows.slice(0, MAX_ROWS);
  const last = rows.at(-1);
  return { ...window, rows, next: last ? cursorOf(last) : window.next };
}

/**
 * A row that changed: it moves to its place, or out when it no longer belongs to the list. A place outside of what
 * is held is left alone; it is read when somebody looks there.
 */
export function putRow(window: ListWindow, row: SessionRow, belongs: boolean): ListWindow {
  const rows = window.rows.filter((held) => held.id !== row.id);
  if (!belongs) return rows.length === window.rows.length ? window : { ...window, rows };
  const isAbove = window.start !== null && byActivity(row, window.start) <= 0;
  const isBelow = window.next !== null && byActivity(row, window.next) > 0;
  if (isAbove || isBelow) return rows.length === window.rows.length ? window : { ...window, rows };
  const index = rows.findIndex((held) => byActivity(row, held) < 0);
  return trimmed({ ...window, rows: rows.toSpliced(index < 0 ? rows.length : index, 0, row) });
}

export function dropRow(window: ListWindow, sessionId: SessionId): ListWindow {
  const rows = window.rows.filter((row) => row.id !== sessionId);
  return rows.length === window.rows.length ? window : { ...window, rows };
}
