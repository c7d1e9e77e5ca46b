import { describe, expect, it } from 'vitest';
import { makeSession } from '../gallery/fixtures.ts';
import {
  MAX_ROWS,
  PAGE_SIZE,
  appendPage,
  countAbove,
  dropRow,
  firstPage,
  prependPage,
  putRow,
  type ListWindow,
  type Page,
} from './list-window.ts';

const COUNT = 1000;
/** Row 0 is the newest; two neighbours share their time, so that the id has to decide. */
const all = Array.from({ length: COUNT }, (_, index) =>
  makeSession({ id: String(90_000 - index), activeAt: 2_000_000 - Math.floor(index / 2) * 10 }),
);
function pageFrom(before: { id: string } | null): Page {
  const from = before ? all.findIndex((row) => row.id === before.id) + 1 : 0;
  const rows = all.slice(from, from + PAGE_SIZE);
  const last = rows.at(-1);
  return { rows, next: last && from + PAGE_SIZE < COUNT ? { activeAt: last.activeAt, id: last.id } : null };
}
const scrolledToEnd = (): ListWindow => {
  let window = firstPage(pageFrom(null));
  while (window.next) window = appendPage(window, pageFrom(window.next));
  return window;
};

describe('the held part of a list', () => {
  it('never holds more than its limit, whichever way a person scrolls', () => {
    let window = firstPage(pageFrom(null));
    let most = 0;
    while (window.next) {
      window = appendPage(window, pageFrom(window.next));
      most = Math.max(most, window.rows.length);
    }
    expect(window.rows.at(-1)?.id).toBe(all.at(-1)?.id);
    while (window.above.length > 0) {
      window = prependPage(window, pageFrom(window.above.at(-1)?.start ?? null));
      most = Math.max(most, window.rows.length);
    }
    expect(most).toBeLessThanOrEqual(MAX_ROWS);
    expect(window.rows.map((row) => row.id)).toEqual(all.slice(0, MAX_ROWS).map((row) => row.id));
    expect(window.next?.id).toBe(all[MAX_ROWS - 1]?.id);
  });

  it('knows how many rows it let go above', () => {
    const window = scrolledToEnd();
    expect(countAbove(window) + window.rows.length).toBe(COUNT);
  });

  it('moves a row that became active to the top', () => {
    const window = firstPage(pageFrom(null));
    const moved = putRow(window, { ...all[40]!, activeAt: 3_000_000 }, true);
    expect(moved.rows[0]?.id).toBe(all[40]?.id);
    expect(moved.rows).toHaveLength(PAGE_SIZE);
  });

  it('breaks a tie of time by the id, as the service does', () => {
    const window = firstPage(pageFrom(null));
    const put = putRow(window, { ...all[1]!, draft: 'x' }, true);
    expect(put.rows.slice(0, 2).map((row) => row.id)).toEqual([all[0]?.id, all[1]?.id]);
  });

  it('takes a row out that no longer belongs', () => {
    const window = firstPage(pageFrom(null));
    expect(putRow(window, all[3]!, false).rows).not.toContain(all[3]);
    expect(dropRow(window, all[3]!.id).rows).toHaveLength(PAGE_SIZE - 1);
  });

  it('leaves rows alone whose place lies outside of what is held', () => {
    const top = firstPage(pageFrom(null));
    expect(putRow(top, all[500]!, true)).toBe(top);
    const end = scrolledToEnd();
    expect(putRow(end, { ...makeSession({ id: '99999' }), activeAt: 3_000_000 }, true)).toBe(end);
  });

  it('adds a new row to an empty list', () => {
    const empty = firstPage({ rows: [], next: null });
    expect(putRow(empty, all[0]!, true).rows).toHaveLength(1);
  });
});
