// Turns the rows of a thread into what stands on screen: day and unread separators, groups by author, system lines.
// Pure and cheap (at most MAX_ROWS rows); the same input gives the same keys, so that nothing is painted twice.
import type { MessageRow } from '#shared/bridge/rows.ts';
import type { Timestamp } from '#shared/model/time.ts';

export type ThreadItem =
  | { readonly kind: 'day'; readonly key: string; readonly at: Timestamp }
  | { readonly kind: 'unread'; readonly key: string }
  | { readonly kind: 'system'; readonly key: string; readonly row: MessageRow }
  | {
      readonly kind: 'message';
      readonly key: string;
      readonly row: MessageRow;
      readonly side: 'theirs' | 'ours';
      /** First of its group: shows who wrote. */
      readonly isFirst: boolean;
      /** Last of its group: shows the time and the tail. */
      readonly isLast: boolean;
    };

/** Messages of one author further apart than this begin a new group. */
const GROUP_GAP_MS = 5 * 60_000;

/** The local calendar day, as a number that only tells days apart. */
function dayOf(at: Timestamp): number {
  const date = new Date(at);
  return date.getFullYear() * 400 + date.getMonth() * 32 + date.getDate();
}

function authorKey({ author }: MessageRow): string {
  switch (author.kind) {
    case 'agent':
      return `agent:${author.extension}`;
    case 'contact':
    case 'external':
      return `${author.kind}:${author.name}`;
    case 'system':
      return 'system';
  }
}

const isSystem = (row: MessageRow) => row.kind === 'system' || row.author.kind === 'system';

/** Where the unread separator stands: before the first contact message after `unreadAfter`. */
function firstUnread(rows: readonly MessageRow[], unreadAfter: number | null): MessageRow | undefined {
  if (unreadAfter === null) return undefined;
  return rows.find(
    (row) => row.author.kind === 'contact' && row.position !== null && row.position > unreadAfter,
  );
}

/**
 * @param unreadAfter position up to which the agent had read when the session was opened; null: no separator.
 */
export function threadItems(rows: readonly MessageRow[], unreadAfter: number | null): ThreadItem[] {
  const items: ThreadItem[] = [];
  const unread = firstUnread(rows, unreadAfter);
  /** True when `row` goes on with the group of `before`. */
  const continues = (before: MessageRow | undefined, row: MessageRow | undefined): boolean =>
    before !== undefined &&
    row !== undefined &&
    row !== unread &&
    !isSystem(before) &&
    !isSystem(row) &&
    authorKey(before) === authorKey(row) &&
    dayOf(before.createdAt) === dayOf(row.createdAt) &&
    row.createdAt - before.createdAt < GROUP_GAP_MS;

  for (const [index, row] of rows.entries()) {
    const before = rows[index - 1];
    if (before === undefined || dayOf(before.createdAt) !== dayOf(row.createdAt)) {
      items.push({ kind: 'day', key: `day:${row.id}`, at: row.createdAt });
    }
    if (row === unread) items.push({ kind: 'unread', key: 'unread' });
    if (isSystem(row)) {
      items.push({ kind: 'system', key: row.id, row });
      continue;
    }
    items.push({
      kind: 'message',
      key: row.id,
      row,
      side: row.author.kind === 'contact' ? 'theirs' : 'ours',
      isFirst: !continues(before, row),
      isLast: !continues(row, rows[index + 1]),
    });
  }
  return items;
}
