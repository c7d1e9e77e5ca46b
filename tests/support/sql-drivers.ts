// The two SQL drivers, so that the same tests run against both: better-sqlite3 on real files, SQLite WASM in memory.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sqlite3InitModule, { type Sqlite3Static } from '@sqlite.org/sqlite-wasm';
import { openBetterSqlite } from '#main/service-host/better-sqlite.ts';
import { openSqliteWasm } from '#web/sqlite-wasm.ts';
import type { SqlFiles } from '#service/ports.ts';

export interface SqlDriver {
  readonly name: string;
  /** A place for files; the same account opened again finds what it wrote before. */
  create(): Promise<{ account(id: string): SqlFiles; folder: string | null; dispose(): void }>;
}

const temporaryFolder = (): string => mkdtempSync(join(tmpdir(), 'lynk-sql-'));

/** Real files in a folder of their own. */
export const BETTER_SQLITE: SqlDriver = {
  name: 'better-sqlite3',
  async create() {
    const folder = temporaryFolder();
    return {
      account: (id) => openBetterSqlite(join(folder, id)),
      folder,
      dispose: () => rmSync(folder, { recursive: true, force: true }),
    };
  },
};

let wasm: Promise<Sqlite3Static> | undefined;
let serial = 0;

export const SQLITE_WASM: SqlDriver = {
  name: 'sqlite-wasm',
  async create() {
    wasm ??= sqlite3InitModule();
    const sqlite3 = await wasm;
    serial += 1;
    const prefix = `place${serial}`;
    const accounts = new Map<string, SqlFiles>();
    return {
      account(id) {
        const files = accounts.get(id) ?? openSqliteWasm(sqlite3, 'memory', `${prefix}-${id}`);
        accounts.set(id, files);
        return files;
      },
      folder: null,
      dispose: () => accounts.clear(),
    };
  },
};

export const SQL_DRIVERS: readonly SqlDriver[] = [BETTER_SQLITE, SQLITE_WASM];
