import { expect, it } from 'vitest';
import { DEFAULT_PREFERENCES } from '#shared/bridge/shell-contract.ts';
import { deviceId, loadPreferences, savePreferences, type TextStore } from './preferences.ts';

function store(content: Record<string, string> = {}): TextStore {
  const items = new Map(Object.entries(content));
  return { getItem: (key) => items.get(key) ?? null, setItem: (key, value) => void items.set(key, value) };
}

const forbidden: TextStore = {
  getItem: () => {
    throw new Error('forbidden');
  },
  setItem: () => {
    throw new Error('forbidden');
  },
};

it('begins with the defaults and keeps what was set', () => {
  const kept = store();
  expect(loadPreferences(kept)).toEqual(DEFAULT_PREFERENCES);
  savePreferences(kept, { ...DEFAULT_PREFERENCES, theme: 'dark', listWidth: 400 });
  expect(loadPreferences(kept)).toMatchObject({ theme: 'dark', listWidth: 400 });
});

it('takes what it cannot read for nothing', () => {
  expect(loadPreferences(store({ 'lynk:preferences': '{{' }))).toEqual(DEFAULT_PREFERENCES);
});

it('works where the browser forbids storage', () => {
  expect(loadPreferences(forbidden)).toEqual(DEFAULT_PREFERENCES);
  expect(() => savePreferences(forbidden, DEFAULT_PREFERENCES)).not.toThrow();
  expect(deviceId(forbidden, () => 'made')).toBe('made');
});

it('makes one device id per browser', () => {
  const kept = store();
  const id = '0198c5a8-7a52-7c1d-8b2e-0123456789ab';
  expect(deviceId(kept, () => id)).toBe(id);
  expect(deviceId(kept, () => 'another')).toBe(id);
});
