// Lynk Web as an agent has it: a Chromium with a profile of its own, so that a restart finds its storage.
import path from 'node:path';
import { chromium } from '@playwright/test';
import { z } from 'zod';
import { killByArgument } from '#tests/support/processes.ts';
import type { Client, ClientOptions } from './fixtures.ts';

/** Records what the page asks the browser to notify of; headless Chromium shows none. */
function recordNotifications(): void {
  const shown: { title: string; body: string; click: () => void }[] = [];
  class RecordedNotification extends EventTarget {
    static readonly permission = 'granted';
    static requestPermission(): Promise<NotificationPermission> {
      return Promise.resolve('granted');
    }
    onclick: ((event: Event) => void) | null = null;
    onclose: ((event: Event) => void) | null = null;
    readonly title: string;
    readonly body: string;
    constructor(title: string, options: NotificationOptions = {}) {
      super();
      this.title = title;
      this.body = options.body ?? '';
      const click = (): void => {
        const event = new Event('click');
        this.dispatchEvent(event);
        this.onclick?.(event);
      };
      shown.push({ title, body: this.body, click });
    }
    close(): void {
      this.dispatchEvent(new Event('close'));
    }
  }
  Object.assign(globalThis, { Notification: RecordedNotification, lynkShown: shown });
}

const Shown = z.array(z.object({ title: z.string(), body: z.string() }));

export async function openWeb(options: ClientOptions): Promise<Client> {
  const context = await chromium.launchPersistentContext(path.join(options.folder, 'chromium'), {
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
    ],
    locale: options.locale ?? 'pt-BR',
    colorScheme: options.theme ?? 'light',
    viewport: options.viewport ?? { width: 1280, height: 800 },
  });
  const page = context.pages()[0] ?? (await context.newPage());
  await page.addInitScript(recordNotifications);
  await page.goto(`${options.gatewayUrl}/`);
  let isGone = false;
  context.on('close', () => (isGone = true));
  const shown = async () =>
    Shown.parse(
      await page.evaluate(() =>
        ((globalThis as { lynkShown?: { title: string; body: string }[] }).lynkShown ?? []).map(
          ({ title, body }) => ({ title, body }),
        ),
      ),
    );
  return {
    page,
    extension: options.extension,
    notifications: shown,
    clickNotification: (title) =>
      page.evaluate((wanted) => {
        const all = (globalThis as { lynkShown?: { title: string; click: () => void }[] }).lynkShown ?? [];
        all.findLast((one) => one.title === wanted)?.click();
      }, title),
    close: async () => {
      if (!isGone) await context.close();
    },
    kill: async () => {
      const gone = context.waitForEvent('close');
      // Every process of this profile carries its folder in the command line.
      killByArgument(path.join(options.folder, 'chromium'));
      await gone;
    },
  };
}
