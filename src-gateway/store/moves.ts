// Table `moves`: what Lynk asked the PABX to do with a session for an agent, until the PABX's own line of it comes.
import type { Database } from './database.ts';

export interface MoveRow {
  readonly sessionId: string;
  readonly kind: 'pickUp' | 'toAgent' | 'toQueue' | 'toPlatform' | 'end';
  /** Who ordered it. */
  readonly extension: string;
  /** The extension that gets the session; null where it goes to none. */
  readonly target: string | null;
  /** Newest position of the session before it was asked: the line lies after it. */
  readonly afterPosition: number;
  /** The line lies before this position, where that is known. */
  readonly beforePosition: number | null;
  readonly at: number;
}

export type MoveTable = ReturnType<typeof moveTable>;

export function moveTable(db: Database) {
  const add = db.prepare<Omit<MoveRow, 'beforePosition'>>(
    `INSERT INTO moves (session_id, kind, extension, target, after_position, at)
     VALUES (@sessionId, @kind, @extension, @target, @afterPosition, @at)`,
  );
  const ofSession = db.prepare<[string], MoveRow & { readonly id: number }>(
    `SELECT id, session_id AS sessionId, kind, extension, target, after_position AS afterPosition,
       before_position AS beforePosition, at FROM moves WHERE session_id = ? ORDER BY id`,
  );
  const remove = db.prepare<[number]>('DELETE FROM moves WHERE id = ?');
  const removeUpTo = db.prepare<[string, number]>('DELETE FROM moves WHERE session_id = ? AND id <= ?');
  const bound = db.prepare<[number, number]>('UPDATE moves SET before_position = ? WHERE id = ?');
  const expire = db.prepare<[number]>('DELETE FROM moves WHERE at < ?');
  return {
    /** Its number. */
    add: (row: Omit<MoveRow, 'beforePosition'>): number => Number(add.run({ ...row }).lastInsertRowid),
    /** Oldest first. */
    ofSession: (sessionId: string) => ofSession.all(sessionId),
    setBefore: (id: number, position: number): void => void bound.run(position, id),
    remove: (id: number): void => void remove.run(id),
    /** Forgets a move and those before it: lines come in order. */
    removeUpTo: (sessionId: string, id: number): void => void removeUpTo.run(sessionId, id),
    /** Forgets those from before `before`, whose line never came. */
    expire: (before: number): void => void expire.run(before),
  };
}
