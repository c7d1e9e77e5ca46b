// Saves a world when something happened in it: soon, never twice at a time, and for good at the end. What was
// saved on the way is marked as not clean, so that a start after a crash knows that more may have happened.
import { AppError } from '#shared/model/errors.ts';
import type { SavedWorld } from './saved-world.ts';
import type { StateFile } from './state-file.ts';

const SAVE_AFTER_MS = 2000;
/** However large the world: of the emulator's time at most this share goes into saving. */
const LEAST_PAUSE_PER_SAVE = 20;

export class StateKeeper {
  readonly #file: StateFile;
  readonly #take: () => SavedWorld;
  readonly #notify: (line: string) => void;
  #timer: NodeJS.Timeout | null = null;
  #writing: Promise<void> = Promise.resolve();
  #pauseMs = SAVE_AFTER_MS;
  #hasEnded = false;

  /** @param take the world as it is at the moment of the call. */
  constructor(file: StateFile, take: () => SavedWorld, notify: (line: string) => void) {
    this.#file = file;
    this.#take = take;
    this.#notify = notify;
  }

  /** Something changed: it is saved within two seconds. Cheap; call it as often as you like. */
  touch(): void {
    if (this.#timer !== null || this.#hasEnded) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.save(false).catch((error: unknown) => this.#notify(AppError.from(error).message));
    }, this.#pauseMs);
  }

  /** @throws AppError `config.folderNotWritable`. */
  save(isClean: boolean): Promise<void> {
    const write = async (): Promise<void> => {
      const startedAt = performance.now();
      const writing = this.#file.write(this.#take(), isClean);
      // Up to here it was serializing, during which nobody is served.
      this.#pauseMs = Math.max(SAVE_AFTER_MS, (performance.now() - startedAt) * LEAST_PAUSE_PER_SAVE);
      await writing;
    };
    const saving = this.#writing.then(write);
    this.#writing = saving.catch(() => undefined); // Whoever asked for it is told.
    return saving;
  }

  /** Saves for the last time, cleanly. */
  async end(): Promise<void> {
    this.#hasEnded = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.save(true).catch((error: unknown) => this.#notify(AppError.from(error).message));
  }
}
