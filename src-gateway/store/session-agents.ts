// Table `session_agents`: what one agent has of one session. `is_visible` is what the agent was last told
// (session.put or session.gone); `list` and `active_at` repeat the session's for the keyset pages of the lists.
import type { SessionList } from '#shared/model/session.ts';
import type { Database } from './database.ts';

export interface SessionAgentRow {
  readonly extension: string;
  readonly sessionId: string;
  readonly isVisible: boolean;
  readonly isArchived: boolean;
  /** Newest position when the agent removed it; null when they did not. A newer one by the contact brings it back. */
  readonly removedAtPosition: number | null;
  readonly readPosition: number;
  readonly list: SessionList;
  readonly activeAt: number;
}

type Raw = Omit<SessionAgentRow, 'isVisible' | 'isArchived'> & { isVisible: number; isArchived: number };

const COLUMNS = `extension, session_id AS sessionId, is_visible AS isVisible, is_archived AS isArchived,
  removed_at_position AS removedAtPosition, read_position AS readPosition, list, active_at AS activeAt`;

export type SessionAgentTable = ReturnType<typeof sessionAgentTable>;

export function sessionAgentTable(db: Database) {
  const put = db.prepare<Raw>(
    `INSERT INTO session_agents (extension, session_id, is_visible, is_archived, removed_at_position,
       read_position, list, active_at)
     VALUES (@extension, @sessionId, @isVisible, @isArchived, @removedAtPosition, @readPosition, @list, @activeAt)
     ON CONFLICT (extension, session_id) DO UPDATE SET is_visible = excluded.is_visible,
       is_archived = excluded.is_archived, removed_at_position = excluded.removed_at_position,
       read_position = excluded.read_position, list = excluded.list, active_at = excluded.active_at`,
  );
  const get = db.prepare<[string, string], Raw>(
    `SELECT ${COLUMNS} FROM session_agents WHERE extension = ? AND session_id = ?`,
  );
  const ofSession = db.prepare<[string], Raw>(`SELECT ${COLUMNS} FROM session_agents WHERE session_id = ?`);
  const page = db
    .prepare<[string, string, number, string, number], string>(
      `SELECT session_id FROM session_agents
       WHERE extension = ? AND is_visible = 1 AND list = ? AND (active_at, session_id) < (?, ?)
       ORDER BY active_at DESC, session_id DESC LIMIT ?`,
    )
    .pluck();
  const visible = db
    .prepare<[string], string>(
      `SELECT session_id FROM session_agents WHERE extension = ? AND is_visible = 1
       ORDER BY active_at DESC, session_id DESC`,
    )
    .pluck();
  const recent = db
    .prepare<[string, number], string>(
      `SELECT session_id FROM session_agents WHERE extension = ? AND is_visible = 1
       ORDER BY active_at DESC, session_id DESC LIMIT ?`,
    )
    .pluck();
  const read = (raw: Raw): SessionAgentRow => ({
    ...raw,
    isVisible: raw.isVisible === 1,
    isArchived: raw.isArchived === 1,
  });
  return {
    put: (row: SessionAgentRow): void =>
      void put.run({ ...row, isVisible: row.isVisible ? 1 : 0, isArchived: row.isArchived ? 1 : 0 }),
    get(extension: string, sessionId: string): SessionAgentRow | undefined {
      const raw = get.get(extension, sessionId);
      return raw === undefined ? undefined : read(raw);
    },
    ofSession: (sessionId: string): SessionAgentRow[] => ofSession.all(sessionId).map(read),
    /** A keyset page of a list, newest first: session ids. */
    page: (
      extension: string,
      list: SessionList,
      before: { readonly activeAt: number; readonly id: string } | null,
      limit: number,
    ): string[] =>
      page.all(extension, list, before?.activeAt ?? Number.MAX_SAFE_INTEGER, before?.id ?? '', limit),
    /** All that the agent sees, newest first. */
    visible: (extension: string): string[] => visible.all(extension),
    /** The newest that the agent sees. */
    newest: (extension: string, limit: number): string[] => recent.all(extension, limit),
  };
}
