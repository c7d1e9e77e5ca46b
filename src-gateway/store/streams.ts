// Tables `streams` and `events`: each agent's numbered stream. `head` is the newest number given, `tail` the
// oldest still kept; both rows of an append change in the caller's transaction.
import type { Database } from './database.ts';

export interface Stream {
  readonly epoch: string;
  readonly head: number;
  /** Lowest seq that is kept; head + 1 when none is. */
  readonly tail: number;
}

export interface StoredEvent {
  readonly seq: number;
  readonly at: number;
  /** The event as JSON text, ready for the wire. */
  readonly data: string;
}

export type StreamTable = ReturnType<typeof streamTable>;

export function streamTable(db: Database) {
  const open = db.prepare<[string, string]>(
    'INSERT INTO streams (extension, epoch, head, tail) VALUES (?, ?, 0, 1) ON CONFLICT DO NOTHING',
  );
  const get = db.prepare<[string], Stream>('SELECT epoch, head, tail FROM streams WHERE extension = ?');
  const advance = db
    .prepare<[string], number>('UPDATE streams SET head = head + 1 WHERE extension = ? RETURNING head')
    .pluck();
  const append = db.prepare<[string, number, number, string]>(
    'INSERT INTO events (extension, seq, at, data) VALUES (?, ?, ?, ?)',
  );
  const read = db.prepare<[string, number, number], StoredEvent>(
    'SELECT seq, at, data FROM events WHERE extension = ? AND seq > ? ORDER BY seq LIMIT ?',
  );
  const oldest = db.prepare<[string], StoredEvent>(
    'SELECT seq, at, data FROM events WHERE extension = ? ORDER BY seq LIMIT 1',
  );
  const firstSince = db
    .prepare<[string, number], number>(
      'SELECT seq FROM events WHERE extension = ? AND at >= ? ORDER BY seq LIMIT 1',
    )
    .pluck();
  const cut = db.prepare<[string, number]>('DELETE FROM events WHERE extension = ? AND seq < ?');
  const setTail = db.prepare<[number, string]>('UPDATE streams SET tail = ? WHERE extension = ?');
  const remove = db.prepare<[string]>('DELETE FROM streams WHERE extension = ?');
  const removeEvents = db.prepare<[string]>('DELETE FROM events WHERE extension = ?');
  return {
    open: (extension: string, epoch: string): void => void open.run(extension, epoch),
    get: (extension: string): Stream | undefined => get.get(extension),
    /** The new number, or undefined when the agent has no stream. */
    append(extension: string, at: number, data: string): number | undefined {
      const seq = advance.get(extension);
      if (seq !== undefined) append.run(extension, seq, at, data);
      return seq;
    },
    read: (extension: string, afterSeq: number, limit: number): StoredEvent[] =>
      read.all(extension, afterSeq, limit),
    /** Drops events older than `before`, and all but the newest `keep`. Returns how many went. */
    prune(extension: string, before: number, keep: number): number {
      const stream = get.get(extension);
      const first = oldest.get(extension);
      if (!stream || !first) return 0;
      const byAge = first.at >= before ? first.seq : (firstSince.get(extension, before) ?? stream.head + 1);
      const from = Math.max(byAge, stream.head - keep + 1);
      if (from <= stream.tail) return 0;
      setTail.run(from, extension);
      return cut.run(extension, from).changes;
    },
    remove(extension: string): void {
      removeEvents.run(extension);
      remove.run(extension);
    },
  };
}
