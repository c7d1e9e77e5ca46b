// The two files of an account, opened as one connection: cache.sqlite with outbox.sqlite attached as `outbox`.
// A damaged cache is set aside and comes back from the gateway; a damaged outbox is set aside and told.
import { AppError, type ErrorCode } from '#shared/model/errors.ts';
import type { Call } from '#shared/model/call.ts';
import type { Campaign } from '#shared/model/campaign.ts';
import type { Agent, Channel, Queue, Template } from '#shared/model/directory.ts';
import type { Log, SqlDatabase, SqlFiles } from '../ports.ts';
import { CACHE_MIGRATIONS } from './cache-schema.ts';
import { contactTable } from './contacts.ts';
import { directoryTable } from './directory.ts';
import { draftTable, toldEventTable } from './drafts.ts';
import { messageTable } from './messages.ts';
import { migrate, type Migration } from './migrate.ts';
import { entryTable } from './outbox-entries.ts';
import { OUTBOX_MIGRATIONS } from './outbox-schema.ts';
import { sessionTable } from './sessions.ts';
import { syncStateTable } from './sync-state.ts';

export const CACHE_FILE = 'cache.sqlite';
export const OUTBOX_FILE = 'outbox.sqlite';

/** A damaged file that was set aside while opening. */
interface SetAside {
  readonly file: typeof CACHE_FILE | typeof OUTBOX_FILE;
  readonly error: AppError;
}

/** Checks every page; for after a fault, not for every start (a second per 300 MB). */
function assertSound(database: SqlDatabase, file: string): void {
  const result = database.prepare('PRAGMA quick_check(1)').get();
  const verdict = Object.values(result ?? {})[0];
  if (verdict !== 'ok') {
    throw new AppError('store.corrupt', {
      message: `${file} is damaged: ${String(verdict)}`,
      details: { file },
    });
  }
}

/** Whatever else keeps a cache from opening: it can be fetched again. An outbox cannot; that is for a person. */
const RENEWABLE: ReadonlySet<ErrorCode> = new Set([
  'store.tooNew',
  'store.keyUnavailable',
  'internal.unexpected',
]);

/** Opens a file on its own, migrates it and closes it again; one that is damaged is set aside and made anew. */
function prepareFile(
  files: SqlFiles,
  file: SetAside['file'],
  migrations: readonly Migration[],
  options: { log: Log; check: boolean; isDisposable: boolean },
): SetAside | null {
  const attempt = (check: boolean): void => {
    const database = files.open(file);
    try {
      if (check) assertSound(database, file);
      migrate(database, migrations, file);
    } finally {
      database.close();
    }
  };
  try {
    attempt(options.check);
    return null;
  } catch (cause) {
    const error = AppError.from(cause);
    if (error.code !== 'store.corrupt' && !(options.isDisposable && RENEWABLE.has(error.code))) throw error;
    const aside = files.quarantine(file);
    options.log.error('A data file was set aside and is made anew', error, { file, aside });
    attempt(false);
    return { file, error };
  }
}

/** After a fault: every page is looked at, and a cache in which nothing shows is made anew all the same. */
function recoverFiles(files: SqlFiles, log: Log, cause: AppError): SetAside[] {
  const options = { log, check: true };
  const outbox = prepareFile(files, OUTBOX_FILE, OUTBOX_MIGRATIONS, { ...options, isDisposable: false });
  const cache = prepareFile(files, CACHE_FILE, CACHE_MIGRATIONS, { ...options, isDisposable: true });
  if (outbox !== null || cache !== null) return [outbox, cache].filter((one) => one !== null);
  const aside = files.quarantine(CACHE_FILE);
  log.error('The cache is made anew', cause, { aside });
  prepareFile(files, CACHE_FILE, CACHE_MIGRATIONS, { log, check: false, isDisposable: true });
  return [{ file: CACHE_FILE, error: cause }];
}

function prepareFiles(files: SqlFiles, log: Log): SetAside[] {
  const options = { log, check: false };
  return [
    prepareFile(files, OUTBOX_FILE, OUTBOX_MIGRATIONS, { ...options, isDisposable: false }),
    prepareFile(files, CACHE_FILE, CACHE_MIGRATIONS, { ...options, isDisposable: true }),
  ].filter((one) => one !== null);
}

/**
 * Opens both files, migrated. With `fault`, what was thrown before: the damaged file is found and set aside.
 * @throws AppError `store.tooNew` (outbox), `store.locked`, `store.full`, `store.keyUnavailable` (outbox)
 */
export function openStore(files: SqlFiles, log: Log, fault?: AppError) {
  const setAside = fault === undefined ? prepareFiles(files, log) : recoverFiles(files, log, fault);
  const database = files.open(CACHE_FILE, { outbox: OUTBOX_FILE });
  // A lost cache transaction comes again from the gateway; an outbox row is a promise to a person.
  database.exec('PRAGMA main.synchronous = NORMAL; PRAGMA outbox.synchronous = FULL;');
  return {
    setAside,
    database,
    /** Runs `work` as one transaction: all of it or nothing. Does not nest. */
    transaction: <T>(work: () => T): T => database.transaction(work),
    close: () => database.close(),
    sync: syncStateTable(database),
    sessions: sessionTable(database),
    messages: messageTable(database),
    contacts: contactTable(database),
    agents: directoryTable<Agent>(database, 'agents', (one) => ({ id: one.extension, name: one.name })),
    queues: directoryTable<Queue>(database, 'queues', (one) => one),
    channels: directoryTable<Channel>(database, 'channels', (one) => one),
    templates: directoryTable<Template>(database, 'templates', (one) => one),
    campaigns: directoryTable<Campaign>(database, 'campaigns', (one) => one),
    calls: directoryTable<Call>(database, 'calls', (one) => ({ id: one.id, name: String(one.startedAt) })),
    entries: entryTable(database),
    drafts: draftTable(database),
    toldEvents: toldEventTable(database),
  };
}
export type Store = ReturnType<typeof openStore>;
