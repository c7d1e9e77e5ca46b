// What the agent has begun to write, and which events they have been told of. Both live in outbox.sqlite.
import type { SqlDatabase } from '../ports.ts';

export function draftTable(database: SqlDatabase) {
  const save = database.prepare('INSERT OR REPLACE INTO outbox.drafts VALUES (?, ?, ?)');
  const remove = database.prepare('DELETE FROM outbox.drafts WHERE session_id = ?');
  return {
    save(sessionId: string, text: string, at: number): void {
      if (text === '') remove.run(sessionId);
      else save.run(sessionId, text, at);
    },
  };
}

export function toldEventTable(database: SqlDatabase) {
  const claim = database.prepare('INSERT OR IGNORE INTO outbox.told_events VALUES (?, ?)');
  const forget = database.prepare('DELETE FROM outbox.told_events WHERE at < ?');
  return {
    /** True once per event, ever: the row is durable when this returns. */
    claim: (eventId: string, at: number): boolean => claim.run(eventId, at).changes > 0,
    forgetBefore(at: number): void {
      forget.run(at);
    },
  };
}
