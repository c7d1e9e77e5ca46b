// Clears the data folder for the mirror of another PABX. The old mirror is kept under a name with the time in
// it: should the folder ever have been a real PABX's, nothing is lost.
import { existsSync, renameSync } from 'node:fs';
import path from 'node:path';
import { DATABASE_FILE, lockFolder, openDatabase, storeError } from './database.ts';

/**
 * Moves the database and the attachments of `folder` aside, if there are any; the next gateway there begins with
 * nothing, its streams in another epoch, so that clients take a new snapshot.
 * @throws AppError `store.*`, `config.folderNotWritable`: also for a database that is damaged, which stays.
 */
export function setStoreAside(folder: string, now: Date): void {
  const file = path.join(folder, DATABASE_FILE);
  if (!existsSync(file)) return;
  const lock = lockFolder(folder);
  try {
    // Opening judges it; closing folds its log into the one file.
    openDatabase(folder).close();
    const suffix = now.toISOString().replaceAll(/[:.]/gu, '-');
    renameSync(file, path.join(folder, `lynk-gateway.${suffix}.sqlite`));
    const files = path.join(folder, 'files');
    if (existsSync(files)) renameSync(files, path.join(folder, `files.${suffix}`));
  } catch (error) {
    throw storeError(error, folder);
  } finally {
    lock.dispose();
  }
}
