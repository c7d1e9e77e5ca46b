// The lock behind app.requestSingleInstanceLock: a file with the holder's pid in userData. A later instance
// leaves its arguments beside it; the holder watches the folder and tells the app ('second-instance').
import {
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  watch,
  writeFileSync,
  type FSWatcher,
} from 'node:fs';
import path from 'node:path';

export interface SecondInstance {
  argv: string[];
  workingDirectory: string;
  additionalData: unknown;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    // ESRCH: a holder that crashed left its file behind.
    return false;
  }
}

export class SingleInstanceLock {
  #watcher: FSWatcher | undefined;
  #folder = '';

  get isHeld(): boolean {
    return this.#watcher !== undefined;
  }

  /** Takes the lock in `folder`, or hands `self` to the instance that holds it and answers false. */
  request(folder: string, self: SecondInstance, onSecond: (other: SecondInstance) => void): boolean {
    if (this.isHeld) return true;
    this.#folder = folder;
    mkdirSync(folder, { recursive: true });
    if (!this.#take()) {
      const letter = path.join(folder, `${process.pid}.json`);
      writeFileSync(`${letter}.tmp`, JSON.stringify(self));
      renameSync(`${letter}.tmp`, letter);
      return false;
    }
    for (const name of readdirSync(folder))
      if (name !== 'lock') rmSync(path.join(folder, name), { force: true });
    this.#watcher = watch(folder, (_change, name) => {
      if (name?.endsWith('.json')) this.#open(path.join(folder, name), onSecond);
    });
    this.#watcher.unref();
    process.on('exit', () => this.release());
    return true;
  }

  release(): void {
    if (!this.#watcher) return;
    this.#watcher.close();
    this.#watcher = undefined;
    rmSync(this.#lockFile, { force: true });
  }

  get #lockFile(): string {
    return path.join(this.#folder, 'lock');
  }

  #take(): boolean {
    for (let attempt = 0; attempt < 2; attempt += 1) {
      try {
        writeFileSync(this.#lockFile, String(process.pid), { flag: 'wx' });
        return true;
      } catch {
        const holder = Number(readFileSync(this.#lockFile, 'utf8'));
        if (isAlive(holder)) return false;
        rmSync(this.#lockFile, { force: true });
      }
    }
    return false;
  }

  #open(letter: string, onSecond: (other: SecondInstance) => void): void {
    let text: string;
    try {
      text = readFileSync(letter, 'utf8');
      rmSync(letter);
    } catch {
      // A folder watch reports a file more than once; the first report took it.
      return;
    }
    // Written by `request` of another process of the same app.
    onSecond(JSON.parse(text) as SecondInstance);
  }
}
