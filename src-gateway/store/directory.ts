// Table `directory`: what the PABX knows apart from sessions and messages, one JSON object per row, with a
// version that grows with every change, also when the object goes and comes back.
import type { Database } from './database.ts';

export const DIRECTORY_KINDS = ['agent', 'queue', 'channel', 'template', 'contact', 'campaign'] as const;
export type DirectoryKind = (typeof DIRECTORY_KINDS)[number];

export interface DirectoryRow {
  readonly id: string;
  readonly version: number;
  readonly data: string;
}

export type DirectoryTable = ReturnType<typeof directoryTable>;

export function directoryTable(db: Database) {
  const all = db.prepare<[DirectoryKind], DirectoryRow>(
    'SELECT id, version, data FROM directory WHERE kind = ? AND is_gone = 0',
  );
  const put = db
    .prepare<[DirectoryKind, string, string], number>(
      `INSERT INTO directory (kind, id, version, is_gone, data) VALUES (?, ?, 1, 0, ?)
       ON CONFLICT (kind, id) DO UPDATE SET version = version + 1, is_gone = 0, data = excluded.data
       RETURNING version`,
    )
    .pluck();
  const gone = db
    .prepare<[DirectoryKind, string], number>(
      'UPDATE directory SET version = version + 1, is_gone = 1 WHERE kind = ? AND id = ? RETURNING version',
    )
    .pluck();
  return {
    all: (kind: DirectoryKind): DirectoryRow[] => all.all(kind),
    /** The new version. */
    put: (kind: DirectoryKind, id: string, data: string): number => put.get(kind, id, data) ?? 1,
    gone: (kind: DirectoryKind, id: string): number => gone.get(kind, id) ?? 1,
  };
}
