// The PABX's file cache (/ysdisk/cache/chat): files are kept for a while and then gone, whoever needs them.
import type { VirtualClock } from './clock.ts';
import type { StoredFile } from './entities.ts';
import type { Random, RandomMark } from './random.ts';

/** `livechat` files are served without a token; `chat` files ask for one; uploads are to be had both ways. */
export type FileArea = 'livechat' | 'chat' | 'upload';

export interface Shelved {
  readonly file: StoredFile;
  readonly bytes: Uint8Array;
  readonly area: FileArea;
  readonly goneAt: number;
}

export interface NewFile {
  readonly name: string;
  readonly mimeType: string;
  readonly bytes: Uint8Array;
}

export interface SavedShelf {
  readonly shelved: readonly Shelved[];
  readonly random: RandomMark;
}

export class FileShelf {
  readonly #byUri = new Map<string, Shelved>();
  readonly #clock: VirtualClock;
  #random: Random;

  constructor(clock: VirtualClock, random: Random) {
    this.#clock = clock;
    this.#random = random;
  }

  save(): SavedShelf {
    return { shelved: [...this.#byUri.values()], random: this.#random.mark() };
  }

  /** @param random what further ids are drawn from. */
  restore(shelved: readonly Shelved[], random: Random): void {
    for (const one of shelved) this.#byUri.set(one.file.uri, one);
    this.#random = random;
  }

  add(newFile: NewFile, area: FileArea, lifeHours: number): StoredFile {
    const now = this.#clock.now();
    const id = Array.from({ length: 16 }, () => this.#random.int(0, 15).toString(16)).join('');
    const day = new Date(now).toISOString().slice(0, 10).replaceAll('-', '');
    const { name, mimeType, bytes } = newFile;
    const file: StoredFile = { id, name, uri: `${day}/${id}`, mimeType, size: bytes.byteLength };
    this.#byUri.set(file.uri, { file, bytes, area, goneAt: now + lifeHours * 3_600_000 });
    return file;
  }

  /** The bytes of `uri` in `area`, or null when they never were or are no longer there. */
  read(uri: string, area: 'livechat' | 'chat'): Uint8Array | null {
    const shelved = this.#byUri.get(uri);
    if (shelved === undefined || shelved.goneAt <= this.#clock.now()) return null;
    return shelved.area === area || shelved.area === 'upload' ? shelved.bytes : null;
  }

  /** The file that an upload made, for a message that names it by uri. */
  find(uri: string): StoredFile | null {
    const shelved = this.#byUri.get(uri);
    return shelved === undefined || shelved.goneAt <= this.#clock.now() ? null : shelved.file;
  }

  /** Lets go of what is over its time. */
  sweep(): void {
    const now = this.#clock.now();
    for (const [uri, shelved] of this.#byUri) if (shelved.goneAt <= now) this.#byUri.delete(uri);
  }

  /** Lets go of everything now; gives how many files that were. */
  expireAll(): number {
    const count = this.#byUri.size;
    this.#byUri.clear();
    return count;
  }
}
