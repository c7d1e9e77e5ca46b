// What a person set on this computer, and what the shell remembers for them: `preferences.json` in the data folder.
// A file of a newer or damaged Lynk is read as far as it can be; the rest falls back to the defaults.
import { ipcMain } from 'electron';
import ElectronStore from 'electron-store';
import { z } from 'zod';
import { readPreferences } from '#shared/bridge/read-preferences.ts';
import type { Preferences } from '#shared/bridge/shell-contract.ts';
import type { Disposable } from '#shared/model/disposable.ts';

export const Bounds = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().min(360),
  height: z.number().int().min(400),
  isMaximized: z.boolean(),
});
export type Bounds = z.infer<typeof Bounds>;

export class PreferenceStore {
  readonly #store: ElectronStore;
  readonly #listeners = new Set<(preferences: Preferences) => void>();

  constructor(folder: string) {
    this.#store = new ElectronStore({ cwd: folder, name: 'preferences', clearInvalidConfig: true });
    // electron-store answers pages on a channel of its own, without asking who they are; nobody here needs it.
    ipcMain.removeAllListeners('electron-store-get-data');
  }

  get(): Preferences {
    return readPreferences(this.#store.get('preferences'));
  }

  set(part: { [Key in keyof Preferences]?: Preferences[Key] | undefined }): Preferences {
    const preferences = readPreferences({ ...this.get(), ...part });
    this.#store.set('preferences', preferences);
    for (const listener of this.#listeners) listener(preferences);
    return preferences;
  }

  onChange(listener: (preferences: Preferences) => void): Disposable {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  }

  /** Where the window stood, if that is known. */
  get bounds(): Bounds | undefined {
    return Bounds.safeParse(this.#store.get('bounds')).data;
  }

  set bounds(bounds: Bounds | undefined) {
    if (bounds !== undefined) this.#store.set('bounds', bounds);
  }

  /** A stable id of this installation, made with `make` at the first start. */
  deviceId(make: () => string): string {
    const known = z.uuid().safeParse(this.#store.get('device')).data;
    if (known !== undefined) return known;
    const made = make();
    this.#store.set('device', made);
    return made;
  }

  /** The port on which the embedded gateway listened last; 0 when it never did. */
  get gatewayPort(): number {
    return z.number().int().min(1).max(65_535).safeParse(this.#store.get('gatewayPort')).data ?? 0;
  }

  set gatewayPort(port: number) {
    this.#store.set('gatewayPort', port);
  }
}
