// Proof that windows on the stand-in behave as Electron's documentation says: pages, preload, IPC, ports,
// permissions, navigation. app/ is the app under test.
import { windowOf } from './launch.ts';
import { expect, lastNote, logged, recorded, test } from './proof.ts';

test('shows the page with its policy, in a secure context, at the size of the window', async ({
  app,
  page,
}) => {
  expect(await page.title()).toBe('Proof');
  const facts = await page.evaluate(() => [
    isSecureContext,
    innerWidth,
    innerHeight,
    typeof Reflect.get(window, 'require'),
  ]);
  expect(facts).toEqual([true, 900, 640, 'undefined']);
  expect((await page.screenshot()).length).toBeGreaterThan(3000);
  const window = await windowOf(app, page);
  expect(
    await window.evaluate((w) => [
      w.isVisible(),
      w.isFocused(),
      w.webContents.getURL(),
      w.getTitle(),
      w.getSize(),
    ]),
  ).toEqual([true, true, 'app://main/index.html', 'Proof', [900, 640]]);
  expect(
    await page.evaluate(async () => (await fetch('/echo', { method: 'POST', body: 'body' })).text()),
  ).toBe('app://main');
  expect(await logged(app, 'request')).toContainEqual(['POST', 'app://main/echo', 'body']);
});

test('keeps the preload apart and passes values, functions and errors through the bridge', async ({
  page,
}) => {
  expect(await page.evaluate(() => 'onlyInThePreload' in window)).toBe(false);
  expect(await page.evaluate(() => window.proof.add(2, 3))).toBe(5);
  expect(await page.evaluate(() => new Promise((resolve) => window.proof.call(resolve)))).toBe(
    'from the preload',
  );
  const echo = await page.evaluate(async () => {
    const sent = { at: new Date(5), bytes: new Uint8Array([1, 2]), map: new Map([['a', 1n]]), no: undefined };
    const { value, url, isTop } = (await window.proof.invoke('echo', sent)) as {
      value: typeof sent;
      url: string;
      isTop: boolean;
    };
    return [value.at.getTime(), value.bytes[1], typeof value.map.get('a'), 'no' in value, url, isTop];
  });
  expect(echo).toEqual([5, 2, 'bigint', true, 'app://main/index.html', true]);
  await expect(page.evaluate(() => window.proof.invoke('fail'))).rejects.toThrow(
    "Error invoking remote method 'fail': Error: no such thing",
  );
});

test('carries messages over a port between the page and a worker thread, and ends it with the page', async ({
  app,
  page,
}) => {
  const doubled = await page.evaluate(async () => {
    window.proof.send('want-port');
    const port = await window.workerPort;
    return new Promise((resolve) => {
      port.addEventListener('message', ({ data }) => resolve(data));
      port.start();
      port.postMessage(21);
    });
  });
  expect(doubled).toBe(42);
  expect(await page.evaluate(() => window.proof.givePort('hello'))).toBe('hello page');
  await page.reload();
  await expect.poll(() => logged(app, 'port-closed')).toHaveLength(1);
});

test('asks the app for permissions and obeys it', async ({ app, page }) => {
  const answers = await page.evaluate(async () => [
    Notification.permission,
    (await navigator.permissions.query({ name: 'geolocation' })).state,
    await Notification.requestPermission(),
    await navigator.mediaDevices.getUserMedia({ audio: true }).then(
      () => 'given',
      (error: unknown) => (error instanceof DOMException ? error.name : String(error)),
    ),
  ]);
  expect(answers).toEqual(['granted', 'denied', 'granted', 'NotAllowedError']);
  expect(await logged(app, 'permission')).toEqual([['notifications'], ['media']]);
});

test('asks the app before a page navigates or opens a window', async ({ app, page }) => {
  await page.getByRole('button', { name: 'Away' }).click();
  await expect.poll(() => logged(app, 'will-navigate')).toEqual([['https://evil.example/']]);
  expect(await page.evaluate(() => window.open('https://example.com/opened'))).toBeNull();
  await page.getByRole('link', { name: 'Docs' }).click();
  const links = ['https://example.com/opened', 'https://example.com/link'];
  await expect.poll(() => recorded(app, ({ openedLinks }) => openedLinks)).toEqual(links);
  expect(await logged(app, 'open')).toEqual(links.map((link) => [link]));
  expect(app.windows()).toHaveLength(1);
  expect(await page.title()).toBe('Proof');
});

test('tells the app about a context menu, the theme and the power', async ({ app, page }) => {
  await page.getByLabel('Text').selectText();
  await page.getByLabel('Text').click({ button: 'right' });
  await expect.poll(() => logged(app, 'context-menu')).toHaveLength(1);
  expect((await logged(app, 'context-menu'))[0]?.[1]).toBe(true);
  await app.evaluate(({ powerMonitor }) => powerMonitor.emit('suspend'));
  await expect(lastNote(page)).toHaveText('suspend');
  await app.evaluate(({ nativeTheme }) => {
    nativeTheme.themeSource = 'dark';
  });
  await expect(lastNote(page)).toHaveText('dark');
  await expect(page.locator('body')).toHaveCSS('background-color', 'rgb(0, 0, 0)');
});

test('honours webRequest rules', async ({ app, page }) => {
  await app.evaluate(({ session }) => {
    const { webRequest } = session.defaultSession;
    webRequest.onBeforeRequest({ urls: ['app://main/blocked*'] }, (_details, callback) =>
      callback({ cancel: true }),
    );
    webRequest.onHeadersReceived(({ responseHeaders }, callback) =>
      callback({ responseHeaders: { ...responseHeaders, 'x-proof': ['seen'] } }),
    );
  });
  const seen = await page.evaluate(async () => [
    await fetch('/blocked').then(
      () => 'answered',
      () => 'blocked',
    ),
    (await fetch('/index.html')).headers.get('x-proof'),
  ]);
  expect(seen).toEqual(['blocked', 'seen']);
});

test('reports a renderer that crashed and loads again', async ({ app, page }) => {
  const reason = await app.evaluate(
    ({ BrowserWindow }) =>
      new Promise((resolve) => {
        const [window] = BrowserWindow.getAllWindows();
        window?.webContents.once('render-process-gone', (_event, details) => resolve(details.reason));
        window?.webContents.forcefullyCrashRenderer();
      }),
  );
  expect(reason).toBe('crashed');
  expect(page.isClosed()).toBe(false);
  const url = await app.evaluate(
    ({ BrowserWindow }) =>
      new Promise((resolve) => {
        const contents = BrowserWindow.getAllWindows()[0]?.webContents;
        contents?.once('did-finish-load', () => resolve(contents.getURL()));
        contents?.reload();
      }),
  );
  expect(url).toBe('app://main/index.html');
});
