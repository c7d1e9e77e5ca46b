import { array, assert, integer, option, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MessageId } from '#shared/model/ids.ts';
import { buildMessage, buildReply } from './message-builder.fixture.ts';
import {
  EMPTY_WINDOW,
  firstPosition,
  lastPosition,
  MAX_ROWS,
  type ThreadWindow,
  withNewer,
  withOlder,
  withoutRow,
  withRow,
} from './thread-window.ts';

const rows = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => buildMessage({ position: from + index }));
const windowOf = (from: number, to: number, ends: Partial<ThreadWindow> = {}): ThreadWindow => ({
  ...EMPTY_WINDOW,
  ...ends,
  rows: rows(from, to),
});
const waiting = (id: string, createdAt: number) =>
  buildReply({ id: MessageId.parse(id), position: null, state: 'queued', createdAt });
const ids = (window: ThreadWindow) => window.rows.map((row) => row.id as string);

describe('the window of a thread', () => {
  it('joins an older page above and remembers whether more may come', () => {
    const window = withOlder(windowOf(51, 100), { rows: rows(1, 50), mayHaveOlder: false, hasNewer: true });
    expect([firstPosition(window), lastPosition(window), window.mayHaveOlder]).toEqual([1, 100, false]);
    expect(window.hasNewer).toBe(false);
  });

  it('forgets the newest rows when older pages reach the bound, and the oldest when newer ones do', () => {
    const up = withOlder(windowOf(51, 250), { rows: rows(1, 50), mayHaveOlder: true, hasNewer: true });
    expect([up.rows.length, firstPosition(up), lastPosition(up), up.hasNewer]).toEqual([
      MAX_ROWS,
      1,
      200,
      true,
    ]);
    const down = withNewer(up, { rows: rows(201, 250), mayHaveOlder: true, hasNewer: false });
    expect([down.rows.length, firstPosition(down), lastPosition(down)]).toEqual([MAX_ROWS, 51, 250]);
    expect([down.mayHaveOlder, down.hasNewer]).toEqual([true, false]);
  });

  it('puts a new message before those that wait in the outbox', () => {
    let window = withRow(windowOf(1, 3), waiting('w2', 20), 'newest');
    window = withRow(window, waiting('w1', 10), 'newest');
    window = withRow(window, buildMessage({ position: 4 }), 'newest');
    expect(ids(window)).toEqual(['p1', 'p2', 'p3', 'p4', 'w1', 'w2']);
  });

  it('moves a waiting message to its place once it has a position, and never back', () => {
    const queued = waiting('w1', 10);
    const settled = { ...queued, position: 4, state: 'accepted' as const, version: 7 };
    let window = withRow(withRow(windowOf(1, 3), queued, 'newest'), settled, 'newest');
    expect(window.rows.at(-1)).toEqual(settled);
    window = withRow(window, queued, 'newest');
    expect(window.rows.at(-1)).toEqual(settled);
    expect(window.rows).toHaveLength(4);
  });

  it('ignores an older version of a message it holds', () => {
    const read = buildReply({ position: 2, version: 9, state: 'read' });
    const late = buildReply({ position: 2, version: 5, state: 'sent' });
    const window = withRow(withRow(windowOf(1, 1), read, 'newest'), late, 'newest');
    expect(window.rows.at(-1)?.state).toBe('read');
  });

  it('leaves out what lies beyond either end instead of leaving a hole', () => {
    const window = windowOf(51, 100, { mayHaveOlder: true, hasNewer: true });
    expect(withRow(window, buildMessage({ position: 140 }), 'newest')).toBe(window);
    expect(withRow(window, buildMessage({ position: 7 }), 'newest')).toBe(window);
    expect(withRow(window, waiting('w1', 10), 'newest')).toBe(window);
  });

  it('lets the end give way that is not being read', () => {
    const full = windowOf(1, MAX_ROWS);
    const next = buildMessage({ position: MAX_ROWS + 1 });
    expect(firstPosition(withRow(full, next, 'newest'))).toBe(2);
    const reading = withRow(full, next, 'oldest');
    expect([firstPosition(reading), reading.hasNewer]).toEqual([1, true]);
  });

  it('drops a discarded message', () => {
    const window = withRow(windowOf(1, 2), waiting('w1', 10), 'newest');
    expect(ids(withoutRow(window, MessageId.parse('w1')))).toEqual(['p1', 'p2']);
    expect(withoutRow(window, MessageId.parse('nobody'))).toBe(window);
  });

  it('stays ordered, unique and bounded whatever comes in whatever order', () => {
    const told = record({
      position: option(integer({ min: 1, max: 400 })),
      version: integer({ min: 1, max: 5 }),
    });
    assert(
      property(array(told, { maxLength: 300 }), (events) => {
        let window = windowOf(100, 150);
        for (const { position, version } of events) {
          const row =
            position === null ? waiting(`w${String(version)}`, version) : buildMessage({ position, version });
          window = withRow(window, row, version % 2 === 0 ? 'newest' : 'oldest');
        }
        const positions = window.rows.map((row) => row.position ?? Number.POSITIVE_INFINITY);
        expect(positions).toEqual(positions.toSorted((a, b) => a - b));
        expect(new Set(ids(window)).size).toBe(window.rows.length);
        expect(window.rows.length).toBeLessThanOrEqual(MAX_ROWS);
      }),
    );
  });
});
