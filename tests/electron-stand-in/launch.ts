// How a spec starts an app under Playwright: on the stand-in unless LYNK_E2E_ELECTRON=real, with the recorder.
import { mkdtemp } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { _electron, type ElectronApplication, type JSHandle, type Page } from '@playwright/test';
import type * as Electron from 'electron';
import type { Recorded } from './recorded.ts';

const here = import.meta.dirname;

export interface LaunchOptions {
  /** Folder of the app, or its main script. */
  app: string;
  args?: readonly string[];
  env?: Readonly<Record<string, string>>;
}

/** The launcher that stands for the Electron binary. */
export const STAND_IN = path.join(here, 'electron');

/** Arguments before the app's own: the recorder, then the app. */
export function launchArguments({ app, args = [] }: LaunchOptions): string[] {
  return ['-r', path.join(here, 'recorder.cjs'), app, ...args];
}

/**
 * Starts the app. Playwright finds Electron through npm's `electron` package, which ELECTRON_OVERRIDE_DIST_PATH sends
 * to the stand-in; both runtimes so take the same path. `colorScheme: null` leaves the theme to nativeTheme.
 */
export async function launchElectron(options: LaunchOptions): Promise<ElectronApplication> {
  if (process.env['LYNK_E2E_ELECTRON'] !== 'real') process.env['ELECTRON_OVERRIDE_DIST_PATH'] = here;
  return _electron.launch({
    args: launchArguments(options),
    colorScheme: null,
    env: { ...definedEnvironment(), ...options.env },
  });
}

/** What the desktop was shown so far, to read and to act on: `(await recordOf(app)).evaluate((record) => …)`. */
export function recordOf(app: ElectronApplication): Promise<JSHandle<Recorded>> {
  return app.evaluateHandle(() => globalThis.__rec);
}

/** The BrowserWindow that shows `page`. */
export async function windowOf(
  app: ElectronApplication,
  page: Page,
): Promise<JSHandle<Electron.BrowserWindow>> {
  // Playwright leaves the handle untyped: it has no types of Electron.
  const handle: JSHandle<Electron.BrowserWindow> = await app.browserWindow(page);
  return handle;
}

/** A folder for one app's userData; the caller removes it. */
export function makeUserData(): Promise<string> {
  return mkdtemp(path.join(os.tmpdir(), 'lynk-user-data-'));
}

function definedEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
