// Preferences that Electron obeys and nothing here does.
import type * as Electron from 'electron';
import { notEmulated } from '../core/guards.ts';

/** Throws for a preference that would change what a page may do: a test relying on it would prove nothing. */
export function checkWebPreferences(preferences: Electron.WebPreferences): void {
  const unlike: [keyof Electron.WebPreferences, unknown][] = [
    ['contextIsolation', false],
    ['sandbox', false],
    ['nodeIntegration', true],
    ['nodeIntegrationInWorker', true],
    ['nodeIntegrationInSubFrames', true],
    ['webSecurity', false],
    ['allowRunningInsecureContent', true],
    ['experimentalFeatures', true],
    ['webviewTag', true],
    ['offscreen', true],
  ];
  for (const [name, value] of unlike) {
    if (preferences[name] === value) throw notEmulated(`webPreferences.${name}: ${String(value)}`);
  }
}
