// A small app with one of everything the stand-in emulates; stand-in.spec.ts drives it. It runs unbundled.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { MessageChannel, Worker } from 'node:worker_threads';
import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  MessageChannelMain,
  nativeImage,
  nativeTheme,
  net,
  Notification,
  powerMonitor,
  protocol,
  safeStorage,
  session,
  shell,
  Tray,
} from 'electron';

const here = import.meta.dirname;
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:";
const log: unknown[][] = [];
Object.assign(globalThis, { appLog: log });

if (process.env['PROOF_USER_DATA']) app.setPath('userData', process.env['PROOF_USER_DATA']);
protocol.registerSchemesAsPrivileged([
  { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
]);

async function serve(request: Request): Promise<Response> {
  const { host, pathname } = new URL(request.url);
  log.push(['request', request.method, request.url, await request.text()]);
  if (host !== 'main') return new Response('unknown host', { status: 404 });
  if (pathname === '/echo') return new Response(request.headers.get('origin'), { status: 200 });
  const file = await net.fetch(pathToFileURL(path.join(here, 'page', pathname)).href);
  const headers = new Headers(file.headers);
  headers.set('content-security-policy', POLICY);
  return new Response(file.body, { headers });
}

function answerPages(window: BrowserWindow): void {
  ipcMain.handle('echo', (event, value: unknown) => ({
    value,
    url: event.senderFrame?.url,
    isTop: event.senderFrame?.parent === null,
  }));
  ipcMain.handle('fail', () => {
    throw new Error('no such thing');
  });
  ipcMain.handle('encrypt', async (_event, text: string) => {
    const encrypted = await safeStorage.encryptStringAsync(text);
    const { result } = await safeStorage.decryptStringAsync(encrypted);
    return { back: result, isHidden: !encrypted.includes(text) };
  });
  ipcMain.handle('ask', async () => {
    const { response } = await dialog.showMessageBox(window, {
      message: 'Delete?',
      buttons: ['Delete', 'Keep'],
      cancelId: 1,
    });
    return response;
  });
  ipcMain.on('notify', () => {
    const notification = new Notification({
      title: 'Ana',
      body: 'Hello',
      actions: [{ type: 'button', text: 'Reply' }],
    });
    notification.on('click', () => window.webContents.send('note', 'clicked'));
    notification.on('action', ({ actionIndex }) => window.webContents.send('note', `action ${actionIndex}`));
    notification.show();
    app.setBadgeCount(3);
  });
  const worker = new Worker(path.join(here, 'worker.ts'));
  worker.on('error', (error) => console.error('worker', error));
  app.on('will-quit', () => void worker.terminate());
  ipcMain.on('want-port', (event) => {
    const { port1, port2 } = new MessageChannelMain();
    const toWorker = new MessageChannel();
    port1.on('message', ({ data }) => toWorker.port1.postMessage(data));
    toWorker.port1.on('message', (value) => port1.postMessage(value));
    port1.on('close', () => {
      log.push(['port-closed']);
      toWorker.port1.close();
    });
    port1.start();
    worker.postMessage(toWorker.port2, [toWorker.port2]);
    event.sender.postMessage('port', 'here', [port2]);
  });
  ipcMain.on('give-port', ({ ports: [port] }, greeting: string) => {
    port?.on('message', ({ data }) => port.postMessage(`${greeting} ${String(data)}`));
    port?.start();
  });
}

function makeWindow(): BrowserWindow {
  const window = new BrowserWindow({
    width: 900,
    height: 640,
    show: false,
    webPreferences: { preload: path.join(here, 'preload.cjs'), sandbox: true, contextIsolation: true },
  });
  window.once('ready-to-show', () => window.show());
  window.webContents.setWindowOpenHandler(({ url }) => {
    log.push(['open', url]);
    if (url.startsWith('https:')) void shell.openExternal(url);
    return { action: 'deny' };
  });
  window.webContents.on('will-navigate', (event) => {
    log.push(['will-navigate', event.url]);
    if (!event.url.startsWith('app://main/')) event.preventDefault();
  });
  window.webContents.on('context-menu', (_event, { selectionText, isEditable }) =>
    log.push(['context-menu', selectionText, isEditable]),
  );
  for (const name of ['show', 'hide', 'focus', 'blur', 'closed'] as const) {
    // Electron types each event by itself; a plain emitter takes any of them.
    (window as NodeJS.EventEmitter).on(name, () => log.push(['window', name]));
  }
  return window;
}

function makeTray(window: BrowserWindow): Tray {
  const tray = new Tray(nativeImage.createEmpty());
  tray.setToolTip('Proof');
  tray.setContextMenu(
    Menu.buildFromTemplate([
      {
        id: 'pause',
        label: 'Pause',
        type: 'checkbox',
        click: ({ checked }) => window.webContents.send('note', `pause ${checked}`),
      },
      { type: 'separator' },
      { label: 'Quit', role: 'quit' },
    ]),
  );
  tray.on('click', () => window.show());
  return tray;
}

async function start(): Promise<void> {
  await app.whenReady();
  protocol.handle('app', serve);
  session.defaultSession.setPermissionRequestHandler((_contents, permission, callback) => {
    log.push(['permission', permission]);
    callback(permission === 'notifications');
  });
  session.defaultSession.setPermissionCheckHandler((_contents, permission) => permission === 'notifications');
  const window = makeWindow();
  const tray = makeTray(window);
  Object.assign(globalThis, { appTray: tray });
  answerPages(window);
  powerMonitor.on('suspend', () => window.webContents.send('note', 'suspend'));
  nativeTheme.on('updated', () =>
    window.webContents.send('note', nativeTheme.shouldUseDarkColors ? 'dark' : 'light'),
  );
  await window.loadURL('app://main/index.html');
}

if (app.requestSingleInstanceLock({ from: process.pid })) {
  app.on('second-instance', (_event, argv, workingDirectory, data) =>
    log.push(['second-instance', argv.at(-1), workingDirectory, data]),
  );
  app.on('window-all-closed', () => app.quit());
  // A window that closes while it loads rejects loadURL.
  start().catch((error: unknown) => log.push(['start failed', String(error)]));
} else {
  app.quit();
}
