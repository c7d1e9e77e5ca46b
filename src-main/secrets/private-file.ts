// Small files that only this person may read, written whole or not at all.
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';

/** The file's text, or undefined when there is none. */
export async function readText(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** Writes beside, syncs, then renames: a crash leaves the old text or the new one. */
export async function writeText(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const draft = `${file}.part`;
  const handle = await open(draft, 'w', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, file);
}

/** Keeps an unreadable file under a name with the time in it. */
export async function setAside(file: string, now: Date): Promise<void> {
  await rename(file, `${file}.lost-${now.toISOString().replaceAll(/[:.]/g, '-')}`);
}

export async function removeFile(file: string): Promise<void> {
  await rm(file, { force: true });
}
