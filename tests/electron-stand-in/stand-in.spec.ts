// Proof that the main process on the stand-in behaves as Electron's documentation says: life and death of the app,
// notifications, tray, dialogs, encryption, and what is not emulated. app/ is the app under test.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { launchArguments, launchElectron, STAND_IN, windowOf } from './launch.ts';
import { APP, expect, lastNote, logged, processesNaming, recorded, test } from './proof.ts';

test('answers app facts and gives Playwright the window', async ({ app, page, userData }) => {
  const facts = await app.evaluate(({ app, BrowserWindow }) => [
    app.getName(),
    app.getVersion(),
    app.isPackaged,
    app.getPath('userData'),
    BrowserWindow.getAllWindows().length,
  ]);
  expect(facts).toEqual(['Stand-in Proof', '1.2.3', false, userData, 1]);
  expect(page.url()).toContain('/index.html');
});

test('throws, naming it, for an API that is not emulated', async ({ app, page }) => {
  const messages = await app.evaluate((electron) => {
    const { app, BrowserWindow, autoUpdater, Tray } = electron;
    const [window] = BrowserWindow.getAllWindows();
    const uses: (() => unknown)[] = [
      () => app.getGPUFeatureStatus(),
      () => app.relaunch(),
      () => window?.setOpacity(1),
      () => Reflect.get(BrowserWindow, 'fromBrowserView'),
      () => window?.webContents.executeJavaScript('1'),
      () => autoUpdater.checkForUpdates(),
      () => Reflect.get(Tray.prototype, 'displayBalloon'),
      () => Reflect.get(electron, 'inventedModule') as unknown,
      () => new BrowserWindow({ webPreferences: { nodeIntegration: true } }),
    ];
    return uses.map((use) => {
      try {
        use();
        return 'nothing thrown';
      } catch (error) {
        return /does not emulate (.*)\. Emulate/.exec(String(error))?.[1] ?? String(error);
      }
    });
  });
  expect(messages).toEqual([
    'app.getGPUFeatureStatus',
    'app.relaunch',
    'BrowserWindow.setOpacity',
    'BrowserWindow.fromBrowserView',
    'webContents.executeJavaScript',
    'autoUpdater.checkForUpdates',
    'Tray.displayBalloon',
    'electron.inventedModule',
    'webPreferences.nodeIntegration: true',
  ]);
  await expect(page.evaluate(() => window.proof.missing())).rejects.toThrow(
    'does not emulate ipcRenderer.sendSync',
  );
});

test('lets a test click a notification and its action, and see the badge', async ({ app, page }) => {
  await page.evaluate(() => window.proof.send('notify'));
  await expect.poll(() => recorded(app, ({ notifications }) => notifications.length)).toBe(1);
  expect(
    await recorded(app, ({ notifications: [first], badges }) => [
      first?.title,
      first?.body,
      first?.actions,
      badges,
    ]),
  ).toEqual(['Ana', 'Hello', ['Reply'], [3]]);
  await recorded(app, ({ notifications: [first] }) => first?.action(0));
  await expect(lastNote(page)).toHaveText('action 0');
  await recorded(app, ({ notifications: [first] }) => first?.click());
  await expect(lastNote(page)).toHaveText('clicked');
});

test('lets a test use the tray and its menu', async ({ app, page }) => {
  const labels = await recorded(app, ({ trays: [tray] }) => [
    tray?.tooltip,
    tray?.menu().map(({ label }) => label),
  ]);
  expect(labels).toEqual(['Proof', ['Pause', 'Quit']]);
  await recorded(app, ({ trays: [tray] }) => tray?.choose('pause'));
  await expect(lastNote(page)).toHaveText('pause true');
  const window = await windowOf(app, page);
  await window.evaluate((w) => w.hide());
  await recorded(app, ({ trays: [tray] }) => tray?.click());
  expect(await window.evaluate((w) => w.isVisible())).toBe(true);
});

test('cancels a dialog, unless a test answers it', async ({ app, page }) => {
  expect(await page.evaluate(() => window.proof.invoke('ask'))).toBe(1);
  await recorded(app, (record) => record.answer('showMessageBox', { response: 0, checkboxChecked: false }));
  expect(await page.evaluate(() => window.proof.invoke('ask'))).toBe(0);
  expect(
    await recorded(app, ({ dialogs }) => dialogs.map(({ kind, options }) => [kind, options['message']])),
  ).toEqual([
    ['showMessageBox', 'Delete?'],
    ['showMessageBox', 'Delete?'],
  ]);
});

test('encrypts with a key that stays, and is unavailable without a keyring', async ({
  app,
  page,
  userData,
}) => {
  expect(await page.evaluate(() => window.proof.invoke('encrypt', 'hunter2'))).toEqual({
    back: 'hunter2',
    isHidden: true,
  });
  const encrypted = await app.evaluate(async ({ safeStorage }) =>
    (await safeStorage.encryptStringAsync('kept')).toString('hex'),
  );
  await app.close();
  const again = await launchElectron({ app: APP, env: { PROOF_USER_DATA: userData } });
  await again.firstWindow();
  expect(
    await again.evaluate(
      ({ safeStorage }, hex) => safeStorage.decryptStringAsync(Buffer.from(hex, 'hex')),
      encrypted,
    ),
  ).toEqual({ shouldReEncrypt: false, result: 'kept' });
  await again.close();
  const bare = await launchElectron({
    app: APP,
    env: { PROOF_USER_DATA: userData, STANDIN_KEYRING: 'basic' },
  });
  await bare.firstWindow();
  const states = await bare.evaluate(async ({ safeStorage }) => {
    const before = await safeStorage.isAsyncEncryptionAvailable();
    safeStorage.setUsePlainTextEncryption(true);
    return [safeStorage.getSelectedStorageBackend(), before, await safeStorage.isAsyncEncryptionAvailable()];
  });
  expect(states).toEqual(['basic_text', false, true]);
  await bare.close();
});

test('closes a window only when the app agrees, and quits with the last one', async ({ app, page }) => {
  const window = await windowOf(app, page);
  await window.evaluate((w) => {
    w.once('close', (event) => event.preventDefault());
    w.close();
  });
  expect(await window.evaluate((w) => w.isDestroyed())).toBe(false);
  const quit = app.evaluate(({ app }) => new Promise((resolve) => app.once('quit', () => resolve('quit'))));
  await window.evaluate((w) => w.close());
  expect(await quit).toBe('quit');
});

test('hands a second instance over to the first', async ({ app, page, userData }) => {
  expect(page.isClosed()).toBe(false);
  const second = spawn(
    STAND_IN,
    ['--no-sandbox', ...launchArguments({ app: APP, args: ['lynk://session/7'] })],
    {
      env: { ...process.env, PROOF_USER_DATA: userData },
      stdio: 'inherit',
    },
  );
  expect(await once(second, 'exit')).toEqual([0, null]);
  await expect
    .poll(() => logged(app, 'second-instance'))
    .toEqual([['lynk://session/7', process.cwd(), { from: second.pid }]]);
});

test('ends when its page is closed', async ({ userData }) => {
  const app = await launchElectron({ app: APP, env: { PROOF_USER_DATA: userData } });
  const page = await app.firstWindow();
  const ended = app.waitForEvent('close');
  await page.close();
  await ended;
});

test('takes Chromium with it when it is killed', async ({ userData }) => {
  const app = await launchElectron({ app: APP, env: { PROOF_USER_DATA: userData } });
  await app.firstWindow();
  expect(processesNaming(`${userData}/stand-in-chromium`).length).toBeGreaterThan(1);
  app.process().kill('SIGKILL');
  await expect.poll(() => processesNaming(`${userData}/stand-in-chromium`), { timeout: 10_000 }).toEqual([]);
});
