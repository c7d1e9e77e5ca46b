// Where Lynk Web keeps its data: SQLite files and attachments in the origin's private file system, or in memory
// where the browser offers none (private mode). Lives in the Web Worker.
import sqlite3InitModule, { type SAHPoolUtil, type Sqlite3Static } from '@sqlite.org/sqlite-wasm';
import type { BlobStore, Storage } from '#service/ports.ts';
import { AppError } from '#shared/model/errors.ts';
import { memoryBlobs, openOpfsBlobs } from './opfs-blobs.ts';
import { openSqliteWasm } from './sqlite-wasm.ts';

/**
 * A failed start must not cost the data: the pool's default is to delete its files then. And a second try must be
 * one: its default is to remember the first failure (the option is younger than its types).
 */
const POOL = {
  name: 'lynk',
  directory: '/lynk-databases',
  preserveOnInitFailure: true,
  forceReinitIfPreviouslyFailed: true,
};
const BLOBS = 'lynk-blobs';
/** Two databases, their journals, and room for a quarantined one. */
const FILES_PER_ACCOUNT = 8;
/** The tab or worker before us lets its file handles go a moment after it has ended. */
const HANDLES_PATIENCE_MS = 5000;
const HANDLES_RETRY_MS = 100;

export interface WebStorage extends Storage {
  readonly kind: 'kept' | 'memory';
  /** Lets go of the files, so that another tab can have them. Every database must be closed. */
  release(): void;
}

/** True where files can be kept. Private windows offer the call and refuse it. */
async function rootFolder(): Promise<FileSystemDirectoryHandle | undefined> {
  if (!('storage' in navigator) || !('getDirectory' in navigator.storage)) return undefined;
  try {
    return await navigator.storage.getDirectory();
  } catch {
    return undefined;
  }
}

async function openPool(sqlite3: Sqlite3Static): Promise<SAHPoolUtil> {
  const deadline = performance.now() + HANDLES_PATIENCE_MS;
  for (;;) {
    try {
      return await sqlite3.installOpfsSAHPoolVfs(POOL);
    } catch (cause) {
      const isHeld = cause instanceof DOMException && cause.name === 'NoModificationAllowedError';
      if (!isHeld || performance.now() > deadline) throw new AppError('store.locked', { cause });
      await new Promise((resolve) => setTimeout(resolve, HANDLES_RETRY_MS));
    }
  }
}

function memoryStorage(sqlite3: Sqlite3Static): WebStorage {
  return {
    kind: 'memory',
    openAccount: async (id) => ({
      sql: openSqliteWasm(sqlite3, 'memory', id),
      blobs: memoryBlobs(),
      close: () => undefined,
    }),
    removeAccount: () => Promise.resolve(),
    release: () => undefined,
  };
}

function keptStorage(sqlite3: Sqlite3Static, pool: SAHPoolUtil, root: FileSystemDirectoryHandle): WebStorage {
  const blobsOf = async (id: string): Promise<BlobStore> => {
    const all = await root.getDirectoryHandle(BLOBS, { create: true });
    return openOpfsBlobs(await all.getDirectoryHandle(id, { create: true }));
  };
  return {
    kind: 'kept',
    async openAccount(id) {
      await pool.reserveMinimumCapacity(pool.getFileCount() + FILES_PER_ACCOUNT);
      return { sql: openSqliteWasm(sqlite3, pool, id), blobs: await blobsOf(id), close: () => undefined };
    },
    async removeAccount(id) {
      for (const name of pool.getFileNames()) if (name.startsWith(`/${id}-`)) pool.unlink(name);
      const all = await root.getDirectoryHandle(BLOBS, { create: true });
      await all.removeEntry(id, { recursive: true }).catch((error: unknown) => {
        if (!(error instanceof DOMException && error.name === 'NotFoundError')) throw error;
      });
    },
    release: () => void pool.pauseVfs(),
  };
}

/** @throws AppError `store.locked` when another tab keeps the files for itself */
export async function openWebStorage(): Promise<WebStorage> {
  const sqlite3 = await sqlite3InitModule();
  const root = await rootFolder();
  if (root === undefined) return memoryStorage(sqlite3);
  return keptStorage(sqlite3, await openPool(sqlite3), root);
}
