// `<dataDir>/accounts/<id>/`: the two SQLite files and the attachments of each account.
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '#shared/model/errors.ts';
import { openBetterSqlite } from './better-sqlite.ts';
import { openBlobs } from './blobs.ts';
import type { Storage } from '#service/ports.ts';

const SAFE_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;

/** Storage below `dataDir`, encrypted with `key` unless it is null. */
export function openStorage(dataDir: string, key: Uint8Array | null): Storage {
  const folderOf = (id: string): string => {
    if (!SAFE_ID.test(id))
      throw new AppError('internal.unexpected', { message: 'The account id is no folder name.' });
    return path.join(dataDir, 'accounts', id);
  };
  return {
    async openAccount(id) {
      const folder = folderOf(id);
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
      } catch (cause) {
        throw new AppError('config.folderNotWritable', {
          message: `The data folder ${folder} cannot be written. Choose another with --data-dir.`,
          cause,
        });
      }
      return {
        sql: openBetterSqlite(folder, key === null ? {} : { key }),
        blobs: openBlobs(path.join(folder, 'blobs')),
        // Each database is closed by who opened it; a folder needs no closing.
        close: () => undefined,
      };
    },
    async removeAccount(id) {
      await rm(folderOf(id), { recursive: true, force: true });
    },
  };
}
