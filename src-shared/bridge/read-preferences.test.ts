import { expect, it } from 'vitest';
import { readPreferences } from './read-preferences.ts';
import { DEFAULT_PREFERENCES } from './shell-contract.ts';

it('begins with the defaults', () => {
  for (const nothing of [undefined, null, 5, 'text', []])
    expect(readPreferences(nothing)).toEqual(DEFAULT_PREFERENCES);
});

it('replaces only the fields that are wrong, and drops what it does not know', () => {
  const stored = { theme: 'dark', listWidth: 5, density: 'roomy', later: 1, locale: 'es' };
  expect(readPreferences(stored)).toEqual({ ...DEFAULT_PREFERENCES, theme: 'dark', locale: 'es' });
});
