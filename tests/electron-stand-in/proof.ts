// What the specs of the stand-in share: the app under test (app/), started afresh for each test.
import { readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { test as base, expect, type ElectronApplication, type Locator, type Page } from '@playwright/test';
import { launchElectron, makeUserData, recordOf } from './launch.ts';
import type { Recorded } from './recorded.ts';

export const APP = path.join(import.meta.dirname, 'app');

/** What the proof's preload exposes. */
interface Proof {
  add: (a: number, b: number) => number;
  call: (listener: (text: string) => void) => void;
  invoke: (channel: string, value?: unknown) => Promise<unknown>;
  send: (channel: string) => void;
  givePort: (greeting: string) => Promise<string>;
  missing: () => void;
}

declare global {
  interface Window {
    proof: Proof;
    workerPort: Promise<MessagePort>;
  }
  var appLog: unknown[][];
}

export const test = base.extend<{ userData: string; app: ElectronApplication; page: Page }>({
  userData: async ({ browserName: _any }, use) => {
    const folder = await makeUserData();
    await use(folder);
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  },
  app: async ({ userData }, use) => {
    const app = await launchElectron({ app: APP, env: { PROOF_USER_DATA: userData } });
    await use(app);
    await app.close();
  },
  page: async ({ app }, use) => {
    const page = await app.firstWindow();
    await expect(page.getByRole('heading', { name: 'Proof' })).toBeVisible();
    // The heading is there before the page's script has run.
    await page.waitForLoadState();
    await use(page);
  },
});

/** Entries of the app's log that start with `kind`, without it. */
export function logged(app: ElectronApplication, kind: string): Promise<unknown[][]> {
  return app.evaluate(
    (_electron, name) => globalThis.appLog.filter(([first]) => first === name).map(([, ...rest]) => rest),
    kind,
  );
}

/** Reads the desktop's record, or acts on it, in the app's main process. */
export async function recorded<T>(app: ElectronApplication, use: (record: Recorded) => T): Promise<T> {
  return (await recordOf(app)).evaluate(use);
}

/** The newest line that the proof's page shows. */
export const lastNote = (page: Page): Locator => page.getByRole('listitem').last();

/** Processes whose command line names `text`. */
export function processesNaming(text: string): string[] {
  return readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(text);
    } catch {
      // It ended between the two reads.
      return false;
    }
  });
}

export { expect };
