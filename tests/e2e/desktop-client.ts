// Lynk Desktop as an agent has it: the bundled app on Electron, or on its stand-in.
import path from 'node:path';
import { killByArgument, ROOT } from '#tests/support/processes.ts';
import { launchElectron, recordOf } from '#tests/electron-stand-in/launch.ts';
import type { Client, ClientOptions } from './fixtures.ts';

export async function openDesktop(options: ClientOptions): Promise<Client> {
  const dataDir = path.join(options.folder, 'desktop');
  const app = await launchElectron({
    app: ROOT,
    args: ['--data-dir', dataDir, '--locale', options.locale ?? 'pt-BR', '--tray', 'yes'],
  });
  const page = await app.firstWindow();
  await page.setViewportSize(options.viewport ?? { width: 1280, height: 800 });
  await page.emulateMedia({ colorScheme: options.theme ?? 'light' });
  let isGone = false;
  app.on('close', () => (isGone = true));
  const record = await recordOf(app);
  return {
    page,
    shell: record,
    extension: options.extension,
    notifications: () =>
      record.evaluate(({ notifications }) => notifications.map(({ title, body }) => ({ title, body }))),
    clickNotification: (title) =>
      record.evaluate(
        ({ notifications }, wanted) => notifications.findLast((one) => one.title === wanted)?.click(),
        title,
      ),
    close: async () => {
      if (!isGone) await app.close();
    },
    kill: async () => {
      const closed = app.waitForEvent('close');
      killByArgument(dataDir);
      await closed;
    },
  };
}
