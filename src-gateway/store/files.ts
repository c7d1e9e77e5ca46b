// Table `files`: attachments, by whom they came and whether their bytes lie in the data folder already.
import type { Database } from './database.ts';

export interface FileRow {
  readonly id: string;
  /** The session it belongs to; null for an upload that was not sent yet. */
  readonly sessionId: string | null;
  /** The agent who uploaded it; null when it came from the PABX. */
  readonly uploader: string | null;
  readonly name: string;
  readonly mimeType: string;
  readonly sizeBytes: number;
  /** How the PABX calls it (JSON of PabxFile); null for uploads. */
  readonly pabx: string | null;
  readonly isStored: boolean;
  readonly createdAt: number;
}

type Raw = Omit<FileRow, 'isStored'> & { readonly isStored: number };

const COLUMNS = `id, session_id AS sessionId, uploader, name, mime_type AS mimeType, size_bytes AS sizeBytes,
  pabx, is_stored AS isStored, created_at AS createdAt`;

export type FileTable = ReturnType<typeof fileTable>;

export function fileTable(db: Database) {
  const add = db.prepare<Raw>(
    `INSERT INTO files (id, session_id, uploader, name, mime_type, size_bytes, pabx, is_stored, created_at)
     VALUES (@id, @sessionId, @uploader, @name, @mimeType, @sizeBytes, @pabx, @isStored, @createdAt)
     ON CONFLICT DO NOTHING`,
  );
  const get = db.prepare<[string], Raw>(`SELECT ${COLUMNS} FROM files WHERE id = ?`);
  const missing = db.prepare<[number], Raw>(
    `SELECT ${COLUMNS} FROM files WHERE is_stored = 0 AND created_at >= ? ORDER BY created_at DESC LIMIT 500`,
  );
  const stored = db.prepare<[number, string, string]>(
    'UPDATE files SET is_stored = 1, size_bytes = ?, mime_type = ? WHERE id = ?',
  );
  const belongs = db.prepare<[string, string]>('UPDATE files SET session_id = ? WHERE id = ?');
  const unsent = db
    .prepare<[number], string>('SELECT id FROM files WHERE session_id IS NULL AND created_at < ?')
    .pluck();
  const remove = db.prepare<[string]>('DELETE FROM files WHERE id = ?');
  const read = (raw: Raw): FileRow => ({ ...raw, isStored: raw.isStored === 1 });
  return {
    add: (row: FileRow): void => void add.run({ ...row, isStored: row.isStored ? 1 : 0 }),
    get(id: string): FileRow | undefined {
      const raw = get.get(id);
      return raw === undefined ? undefined : read(raw);
    },
    /** What came from the PABX since `since` and is not in the data folder yet. */
    missing: (since: number): FileRow[] => missing.all(since).map(read),
    /** Its bytes are in the data folder, and this is what they are. */
    setStored: (id: string, told: Pick<FileRow, 'sizeBytes' | 'mimeType'>): void =>
      void stored.run(told.sizeBytes, told.mimeType, id),
    setSession: (id: string, sessionId: string): void => void belongs.run(sessionId, id),
    /** Uploads from before `before` that were never sent. */
    unsent: (before: number): string[] => unsent.all(before),
    remove: (id: string): void => void remove.run(id),
  };
}
