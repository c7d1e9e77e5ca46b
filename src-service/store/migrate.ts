// Numbered migrations of one SQLite file. Numbers go up in steps of ten, so that a fix for a released file can
// be put between two of them. The number lives in the file itself (`user_version`).
import { AppError } from '#shared/model/errors.ts';
import type { SqlDatabase } from '../ports.ts';
import { number } from './columns.ts';

export interface Migration {
  readonly version: number;
  readonly sql: string;
}

/**
 * Brings `database` to the newest version, each step in its own transaction.
 * @throws AppError `store.tooNew` when a newer Lynk has written the file.
 */
export function migrate(database: SqlDatabase, migrations: readonly Migration[], file: string): void {
  const newest = migrations.at(-1)?.version ?? 0;
  const held = number(database.prepare('PRAGMA user_version').get() ?? {}, 'user_version');
  if (held > newest) {
    throw new AppError('store.tooNew', {
      message: `${file} has version ${held}; this Lynk knows versions up to ${newest}. Update Lynk.`,
      details: { file, held, newest },
    });
  }
  for (const { version, sql } of migrations) {
    if (version <= held) continue;
    database.transaction(() => {
      database.exec(sql);
      database.exec(`PRAGMA user_version = ${version}`);
    });
  }
}
