// Table `messages`: the items of each session in the order of the PABX's message ids.
import type { Message } from '#shared/model/message.ts';
import type { Database } from './database.ts';

export type MessageTable = ReturnType<typeof messageTable>;

export function messageTable(db: Database) {
  const put = db.prepare<[string, number, string, string, string]>(
    `INSERT INTO messages (session_id, position, id, author_kind, data) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (session_id, position) DO UPDATE SET id = excluded.id, data = excluded.data`,
  );
  const at = db
    .prepare<[string, number], string>('SELECT data FROM messages WHERE session_id = ? AND position = ?')
    .pluck();
  const byId = db.prepare<[string], string>('SELECT data FROM messages WHERE id = ?').pluck();
  const before = db
    .prepare<[string, number, number], string>(
      'SELECT data FROM messages WHERE session_id = ? AND position < ? ORDER BY position DESC LIMIT ?',
    )
    .pluck();
  const undelivered = db
    .prepare<[string, number], string>(
      `SELECT data FROM messages WHERE session_id = ? AND position <= ? AND author_kind = 'agent'
       AND json_extract(data, '$.state') IN ('accepted', 'sent', 'delivered')
       ORDER BY position DESC LIMIT 200`,
    )
    .pluck();
  const oldest = db
    .prepare<[string], number | null>('SELECT min(position) FROM messages WHERE session_id = ?')
    .pluck();
  const unread = db
    .prepare<[string, number], number>(
      `SELECT count(*) FROM messages WHERE session_id = ? AND position > ? AND author_kind = 'contact'`,
    )
    .pluck();
  // Rows were written by `put` from a Message, so they are one.
  const read = (data: string): Message => JSON.parse(data) as Message;
  return {
    /** Inserts or replaces the message at its session and position. */
    put: (message: Message): void =>
      void put.run(
        message.sessionId,
        message.position,
        message.id,
        message.author.kind,
        JSON.stringify(message),
      ),
    at(sessionId: string, position: number): Message | undefined {
      const data = at.get(sessionId, position);
      return data === undefined ? undefined : read(data);
    },
    byId(id: string): Message | undefined {
      const data = byId.get(id);
      return data === undefined ? undefined : read(data);
    },
    /** Newest first, older than `beforePosition`. */
    page: (sessionId: string, beforePosition: number, limit: number): Message[] =>
      before.all(sessionId, beforePosition, limit).map(read),
    /** What agents sent up to a position and nobody is known to have read. */
    unreadByContact: (sessionId: string, upTo: number): Message[] =>
      undelivered.all(sessionId, upTo).map(read),
    oldestPosition: (sessionId: string): number | null => oldest.get(sessionId) ?? null,
    /** How many messages of the contact lie after a position. */
    countUnread: (sessionId: string, readPosition: number): number =>
      unread.get(sessionId, readPosition) ?? 0,
  };
}
