// Makes the folders that the gateway keeps its data in. Level by level: Node's recursive mkdir never comes back
// from places such as /proc, where a folder's parent is there and yet nothing can be made in it.
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '#shared/model/errors.ts';

/**
 * Makes `folder` and what is missing above it, for this account alone.
 * @throws AppError `config.folderNotWritable`.
 */
export function makeFolder(folder: string): void {
  const missing: string[] = [];
  // The root is always there, so the way up ends.
  for (let at = path.resolve(folder); !existsSync(at); at = path.dirname(at)) missing.unshift(at);
  try {
    for (const level of missing) makeLevel(level);
  } catch (cause) {
    throw new AppError('config.folderNotWritable', {
      message: `The data folder ${folder} cannot be written. Choose another with --data-dir.`,
      details: { folder },
      cause,
    });
  }
}

function makeLevel(folder: string): void {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    // Another gateway made it at this moment; whose it is, the lock decides.
    if (!existsSync(folder)) throw error;
  }
}
