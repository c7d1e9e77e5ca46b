// Opens the gateway's SQLite file: WAL, every commit on the disk (acknowledged means kept), foreign keys,
// migrations. Every failure comes out as one AppError that names the file and the remedy.
import Sqlite from 'better-sqlite3';
import path from 'node:path';
import type { Disposable } from '#shared/model/disposable.ts';
import { AppError, type ErrorCode } from '#shared/model/errors.ts';
import { makeFolder } from './folder.ts';
import { MIGRATIONS, type Migration } from './migrations.ts';

export type Database = Sqlite.Database;

export const DATABASE_FILE = 'lynk-gateway.sqlite';

/**
 * The database `lynk-gateway.sqlite` in `folder`, which is made when it is missing.
 * @throws AppError `config.folderNotWritable`, `store.corrupt`, `store.tooNew`, `store.locked`, `store.full`.
 */
export function openDatabase(folder: string, migrations = MIGRATIONS): Database {
  makeFolder(folder);
  const file = path.join(folder, DATABASE_FILE);
  let db: Database | undefined;
  try {
    db = new Sqlite(file, { timeout: 5000 });
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma('foreign_keys = ON');
    db.pragma('cache_size = -65536');
    migrate(db, migrations, file);
    return db;
  } catch (error) {
    db?.close();
    throw storeError(error, file);
  }
}

/**
 * Holds `folder` for one gateway: a second one would send every message twice. The system lets go of it when
 * the process ends, however it ends.
 * @throws AppError `store.locked`.
 */
export function lockFolder(folder: string): Disposable {
  makeFolder(folder);
  const file = path.join(folder, 'gateway.lock');
  let db: Database | undefined;
  try {
    db = new Sqlite(file, { timeout: 0 });
    db.pragma('locking_mode = EXCLUSIVE');
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db?.close();
    throw storeError(error, folder);
  }
  const held = db;
  return { dispose: () => void held.close() };
}

function migrate(db: Database, migrations: readonly Migration[], file: string): void {
  const newest = migrations.at(-1)?.version ?? 0;
  const held = Number(db.pragma('user_version', { simple: true }));
  if (held > newest) {
    throw new AppError('store.tooNew', {
      message: `${file} was written by a newer Lynk (format ${held}, this one knows ${newest}). Update Lynk.`,
      details: { file, held, known: newest },
    });
  }
  for (const { version, sql } of migrations) {
    if (version <= held) continue;
    db.transaction(() => {
      db.exec(sql);
      db.pragma(`user_version = ${version}`);
    }).immediate();
  }
}

const BY_SQLITE_CODE: Readonly<Record<string, ErrorCode>> = {
  SQLITE_CORRUPT: 'store.corrupt',
  SQLITE_NOTADB: 'store.corrupt',
  SQLITE_BUSY: 'store.locked',
  SQLITE_LOCKED: 'store.locked',
  SQLITE_FULL: 'store.full',
  SQLITE_CANTOPEN: 'config.folderNotWritable',
  SQLITE_READONLY: 'config.folderNotWritable',
  SQLITE_PERM: 'config.folderNotWritable',
  SQLITE_IOERR: 'store.corrupt',
};

const SENTENCE: Readonly<Partial<Record<ErrorCode, (file: string) => string>>> = {
  'store.corrupt': (file) =>
    `${file} is damaged. Move it away; the gateway reads everything again from the PABX (agents are added anew).`,
  'store.locked': (file) => `${file} is in use by another gateway. Stop that one or choose another folder.`,
  'store.full': (file) => `The disk that holds ${file} is full. Free some space.`,
  'config.folderNotWritable': (file) =>
    `${file} cannot be written. Choose another folder with --data-dir or grant the right to write.`,
};

/** What SQLite says, as one of our errors that names `file`. */
export function storeError(error: unknown, file: string): AppError {
  if (error instanceof AppError) return error;
  const sqlite = error instanceof Sqlite.SqliteError ? error.code : '';
  const known = Object.keys(BY_SQLITE_CODE).find((code) => sqlite.startsWith(code));
  const code = known === undefined ? 'gateway.internal' : (BY_SQLITE_CODE[known] ?? 'gateway.internal');
  const message =
    SENTENCE[code]?.(file) ?? `${file}: ${error instanceof Error ? error.message : String(error)}`;
  return new AppError(code, { message, details: { file }, cause: error });
}
