import { z } from 'zod';
import { readPreferences } from '#shared/bridge/read-preferences.ts';
import { DEFAULT_PREFERENCES, type Preferences } from '#shared/bridge/shell-contract.ts';

const KEY = 'lynk:preferences';
const DEVICE_KEY = 'lynk:device';

/** What of the browser's text storage is used. */
export type TextStore = Pick<Storage, 'getItem' | 'setItem'>;

/** The page's storage of a kind, or one that lasts as long as the page where the browser forbids the very access. */
export function textStore(kind: 'localStorage' | 'sessionStorage'): TextStore {
  try {
    return window[kind];
  } catch {
    const items = new Map<string, string>();
    return { getItem: (key) => items.get(key) ?? null, setItem: (key, value) => void items.set(key, value) };
  }
}

/** What was set in this browser. */
export function loadPreferences(store: TextStore): Preferences {
  try {
    return readPreferences(JSON.parse(store.getItem(KEY) ?? '{}'));
  } catch {
    // Not ours, damaged, or no storage at all: as if nothing had been set.
    return DEFAULT_PREFERENCES;
  }
}

/** Keeps them per browser; where that is forbidden they last as long as the page. */
export function savePreferences(store: TextStore, preferences: Preferences): void {
  try {
    store.setItem(KEY, JSON.stringify(preferences));
  } catch {
    // Storage is full or forbidden: the page goes on with what it has in memory.
  }
}

/** A stable id of this browser, made with `make` at the first visit. */
export function deviceId(store: TextStore, make: () => string): string {
  try {
    const known = z.uuid().safeParse(store.getItem(DEVICE_KEY));
    if (known.success) return known.data;
    const made = make();
    store.setItem(DEVICE_KEY, made);
    return made;
  } catch {
    return make();
  }
}
