import { describe, expect, it } from 'vitest';
import type { Event } from '#shared/link/events.ts';
import { LIMITS } from '#shared/link/limits.ts';
import { ContactId } from '#shared/model/ids.ts';
import { inPages } from './connection.ts';

const row = (version: number, bytes = 0): Event => ({
  kind: 'contact.put',
  contact: {
    id: ContactId.parse('1'),
    version,
    name: '',
    company: '',
    email: '',
    remark: 'x'.repeat(bytes),
    numbers: [],
  },
});

const rows = (count: number, bytes = 0): Event[] => Array.from({ length: count }, (_, n) => row(n, bytes));

describe('the pages of a snapshot', () => {
  it('hold all rows once, in order', () => {
    const given = rows(1234);
    const pages = [...inPages(given)];
    expect(pages.flat().map((text) => JSON.parse(text) as Event)).toEqual(given);
    expect(pages.map(({ length }) => length)).toEqual([500, 500, 234]);
  });

  it('keep to the bytes of a page, and give a row that is larger by itself', () => {
    const half = LIMITS.replayPageBytes / 2 - 500;
    const pages = [...inPages([...rows(5, half), row(5, LIMITS.replayPageBytes * 2), row(6)])];
    expect(pages.map(({ length }) => length)).toEqual([2, 2, 1, 1, 1]);
  });

  it('are none where there is nothing', () => {
    expect([...inPages([])]).toEqual([]);
  });

  it('are made one at a time: rows are read when their page is asked for', () => {
    let read = 0;
    const counting = function* (): Generator<Event> {
      for (const event of rows(1200)) {
        read++;
        yield event;
      }
    };
    const pages = inPages(counting());
    expect(read).toBe(0);
    pages.next();
    expect(read).toBe(501);
  });
});
