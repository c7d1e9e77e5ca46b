// The file an emulator keeps its world in, and the folder beside it with the bytes of files (each is written
// once, the world often). One line of header with version and checksum, then the world as V8 serializes it: our
// own values, maps and shared records included. A file is replaced as a whole or not at all.
import { createHash } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { AppError } from '#shared/model/errors.ts';
import type { Shelved } from './model/file-shelf.ts';
import type { SavedWorld } from './saved-world.ts';

/** To be raised with every change of SavedWorld, of anything in it, or of the cast's extensions and queues. */
const VERSION = 1;
const HEADER = /^lynk-emulator-state (\d+) ([0-9a-f]{64})$/u;

export interface KeptWorld {
  /** False when the emulator that wrote it did not say goodbye: more may have happened since. */
  readonly isClean: boolean;
  readonly saved: SavedWorld;
}

export class StateFile {
  readonly #file: string;
  readonly #filesFolder: string;
  readonly #written = new Set<string>();

  constructor(file: string) {
    this.#file = file;
    this.#filesFolder = `${file}.files`;
  }

  /**
   * What was kept; null when there is nothing, or nothing that can be used: then the file is set aside.
   * @param notify gets one line about a file that was set aside.
   * @throws AppError `config.folderNotWritable`.
   */
  async read(notify: (line: string) => void): Promise<KeptWorld | null> {
    const bytes = await this.#orRefuse(() => readIfThere(this.#file));
    if (bytes === null) return null;
    const kept = decode(bytes);
    if (typeof kept === 'object') return { ...kept, saved: await this.#withBytes(kept.saved) };
    const aside = `${this.#file}.${new Date().toISOString().replaceAll(/[:.]/gu, '-')}`;
    await this.#orRefuse(() => rename(this.#file, aside));
    notify(`${this.#file} ${kept}. It was set aside as ${aside}; the emulator starts afresh.`);
    return null;
  }

  /** Takes the world as it is now and writes it. @throws AppError `config.folderNotWritable`. */
  async write(saved: SavedWorld, isClean: boolean): Promise<void> {
    const { shelved } = saved.files;
    const world = encode({
      isClean,
      saved: { ...saved, files: { ...saved.files, shelved: shelved.map(bare) } },
    });
    await this.#orRefuse(async () => {
      await mkdir(this.#filesFolder, { recursive: true, mode: 0o700 });
      for (const { file, bytes } of shelved) {
        if (this.#written.has(file.id)) continue;
        await replace(path.join(this.#filesFolder, file.id), bytes);
        this.#written.add(file.id);
      }
      await replace(this.#file, world);
      await this.#tidy(new Set(shelved.map(({ file }) => file.id)));
    });
  }

  async #withBytes(saved: SavedWorld): Promise<SavedWorld> {
    const shelved: Shelved[] = [];
    for (const one of saved.files.shelved) {
      const bytes = await this.#orRefuse(() => readIfThere(path.join(this.#filesFolder, one.file.id)));
      // A file that somebody took away is over its time for us.
      if (bytes === null) continue;
      this.#written.add(one.file.id);
      shelved.push({ ...one, bytes });
    }
    return { ...saved, files: { ...saved.files, shelved } };
  }

  async #tidy(kept: ReadonlySet<string>): Promise<void> {
    for (const name of await readdir(this.#filesFolder)) {
      if (kept.has(name)) continue;
      await rm(path.join(this.#filesFolder, name), { force: true });
      this.#written.delete(name);
    }
  }

  async #orRefuse<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (cause) {
      throw new AppError('config.folderNotWritable', {
        message: `The emulator cannot keep its state in ${this.#file}. Choose another folder with --data-dir (or --state, for the emulator alone).`,
        details: { file: this.#file },
        cause,
      });
    }
  }
}

const bare = (one: Shelved): Shelved => ({ ...one, bytes: new Uint8Array() });

function encode(kept: KeptWorld): Buffer {
  const body = serialize(kept);
  return Buffer.concat([Buffer.from(`lynk-emulator-state ${VERSION} ${checksum(body)}\n`), body]);
}

/** What the bytes hold, or what is wrong with them. */
function decode(bytes: Buffer): KeptWorld | string {
  const end = bytes.indexOf('\n');
  const header = HEADER.exec(bytes.subarray(0, Math.max(0, end)).toString('latin1'));
  const body = bytes.subarray(end + 1);
  if (header === null) return 'is damaged';
  if (Number(header[1]) !== VERSION) return `was written by another version of Lynk (format ${header[1]})`;
  if (header[2] !== checksum(body)) return 'is damaged';
  try {
    // Version and checksum say that these are the bytes that `encode` made of a KeptWorld.
    return deserialize(body) as KeptWorld;
  } catch {
    return 'was written by another version of Node';
  }
}

const checksum = (body: Buffer): string => createHash('sha256').update(body).digest('hex');

async function readIfThere(file: string): Promise<Buffer | null> {
  try {
    return await readFile(file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

/** Writes beside and renames, so that whoever reads finds the old or the new, whole. */
async function replace(file: string, bytes: Uint8Array): Promise<void> {
  const part = `${file}.part`;
  const handle = await open(part, 'w', 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(part, file);
}
