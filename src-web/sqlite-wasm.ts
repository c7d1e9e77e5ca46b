// The port to SQLite in the browser: SQLite WASM, synchronous in a Web Worker, on the OPFS pool (`opfs-sahpool`,
// which needs no cross-origin isolation and belongs to one tab at a time) or in memory where there is no OPFS.
import type { Database, PreparedStatement, SAHPoolUtil, Sqlite3Static } from '@sqlite.org/sqlite-wasm';
import { AppError, type ErrorCode } from '#shared/model/errors.ts';
import type { SqlDatabase, SqlFiles, SqlStatement, SqlValue } from '#service/ports.ts';

/** Primary result codes of SQLite (the low byte of an extended one). */
const CODES: Readonly<Record<number, ErrorCode>> = {
  5: 'store.locked',
  6: 'store.locked',
  11: 'store.corrupt',
  13: 'store.full',
  26: 'store.corrupt',
};

function translated(error: unknown, file: string): unknown {
  if (!(error instanceof Error) || !('resultCode' in error) || typeof error.resultCode !== 'number')
    return error;
  const code = CODES[error.resultCode & 0xff];
  if (code === undefined) return error;
  return new AppError(code, { message: `${file}: ${error.message}`, details: { file }, cause: error });
}

function translating<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw translated(error, file);
  }
}

function wrapStatement(database: Database, statement: PreparedStatement, file: string): SqlStatement {
  const using = <T>(parameters: readonly SqlValue[], work: () => T): T =>
    translating(file, () => {
      try {
        if (parameters.length > 0) statement.bind([...parameters]);
        return work();
      } finally {
        statement.reset(true);
      }
    });
  // Rows hold what SQLite can hold; the library types them wider (blobs also as ArrayBuffer).
  const row = (): Record<string, SqlValue> => statement.get({}) as Record<string, SqlValue>;
  return {
    run: (...parameters) =>
      using(parameters, () => {
        while (statement.step());
        return { changes: database.changes() };
      }),
    get: (...parameters) => using(parameters, () => (statement.step() ? row() : undefined)),
    all: (...parameters) =>
      using(parameters, () => {
        const rows: Record<string, SqlValue>[] = [];
        while (statement.step()) rows.push(row());
        return rows;
      }),
  };
}

function wrapDatabase(sqlite3: Sqlite3Static, database: Database, file: string): SqlDatabase {
  const statements: PreparedStatement[] = [];
  const run = (sql: string): void => translating(file, () => void database.exec(sql));
  return {
    prepare: (sql) =>
      translating(file, () => {
        const statement = database.prepare(sql);
        statements.push(statement);
        return wrapStatement(database, statement, file);
      }),
    exec: run,
    transaction(work) {
      run('BEGIN IMMEDIATE');
      try {
        const result = work();
        run('COMMIT');
        return result;
      } catch (error) {
        // Some faults (no space left) have rolled back already; the first error is the one that counts.
        if (sqlite3.capi.sqlite3_get_autocommit(database) === 0) run('ROLLBACK');
        throw error;
      }
    },
    close() {
      for (const statement of statements) statement.finalize();
      database.close();
    },
  };
}

/**
 * SQLite files in the OPFS pool, or in memory. `folder` keeps the accounts apart that share a pool. The pool needs
 * room for two databases and their journals per account (`reserveMinimumCapacity(6)`).
 */
export function openSqliteWasm(sqlite3: Sqlite3Static, pool: SAHPoolUtil | 'memory', folder = ''): SqlFiles {
  /** Memory files cannot be renamed: one that is removed gets another path when it is made again. */
  const versions = new Map<string, number>();
  const pathOf = (name: string): string => {
    const version = versions.get(name) ?? 0;
    return `/${folder}${folder === '' ? '' : '-'}${name}${version === 0 ? '' : `.${version}`}`;
  };
  const remove = (name: string): void => {
    if (pool === 'memory') versions.set(name, (versions.get(name) ?? 0) + 1);
    else for (const suffix of ['', '-journal', '-wal']) pool.unlink(`${pathOf(name)}${suffix}`);
  };

  return {
    open(name, attach = {}) {
      return translating(name, () => {
        const path = pathOf(name);
        const database = pool === 'memory' ? new sqlite3.oo1.DB(path, 'c') : new pool.OpfsSAHPoolDb(path);
        try {
          // There is no shared memory here, so no WAL; a kept journal file spares the pool's slots.
          database.exec('PRAGMA journal_mode = TRUNCATE; PRAGMA foreign_keys = ON;');
          for (const [schema, file] of Object.entries(attach)) {
            database.exec({ sql: `ATTACH ? AS ${schema}`, bind: [pathOf(file)] });
            database.exec(`PRAGMA ${schema}.journal_mode = TRUNCATE`);
          }
        } catch (error) {
          database.close();
          throw error;
        }
        return wrapDatabase(sqlite3, database, name);
      });
    },
    quarantine(name) {
      const aside = `${name}.damaged-${new Date().toISOString().replaceAll(/[:.]/gu, '-')}`;
      if (pool !== 'memory' && pool.getFileNames().includes(pathOf(name))) {
        const bytes = pool.exportFile(pathOf(name));
        const looksLikeDatabase = new TextDecoder().decode(bytes.subarray(0, 15)) === 'SQLite format 3';
        // The pool keeps databases only: a file without even their header has nothing to be saved.
        if (looksLikeDatabase) void pool.importDb(pathOf(aside), bytes);
      }
      remove(name);
      return aside;
    },
    remove,
  };
}
