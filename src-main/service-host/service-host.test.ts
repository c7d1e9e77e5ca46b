import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openCredentialFile } from '../secrets/credential-file.ts';
import { restartDelay, ServiceHost } from './service-host.ts';

const log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

let folder = '';
let host: ServiceHost | undefined;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'lynk-host-'));
});
afterEach(async () => {
  await host?.dispose();
  rmSync(folder, { recursive: true });
});

/** A host of a thread that runs `body`, with `parentPort` and `workerData` at hand. */
function hostOf(body: string): ServiceHost {
  const source = `import { parentPort, workerData } from 'node:worker_threads';\n${body}`;
  host = new ServiceHost({
    worker: new URL(`data:text/javascript,${encodeURIComponent(source)}`),
    start: { dataDir: folder, key: null, device: 'd', clientVersion: '0', autoSignIn: null },
    credentials: openCredentialFile(path.join(folder, 'credentials'), null, log),
    log,
  });
  return host;
}

/** Answers on every port with how often it was started; dies on the word `die`. */
const ECHO = `
  const connect = (port) => port.on('message', (text) => (text === 'die' ? process.exit(7) : port.postMessage('got ' + text)));
  parentPort.on('message', (message) => {
    if (message.kind === 'connect') connect(message.port);
    if (message.kind === 'stop') process.exit(0);
  });
  parentPort.postMessage({ kind: 'ready' });`;

const ask = (from: ServiceHost, text: string): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const port = from.connect();
    port.once('message', (answer: unknown) => {
      port.close();
      resolve(answer);
    });
    port.once('close', () => reject(new Error('closed')));
    port.postMessage(text);
  });

it('hands over ports, also before the thread is ready', async () => {
  const echo = hostOf(ECHO);
  const early = ask(echo, 'early');
  await echo.start();
  expect(await early).toBe('got early');
  expect(await ask(echo, 'later')).toBe('got later');
});

it('starts a thread that died again, says so, and closes the old ports', async () => {
  const echo = hostOf(ECHO);
  await echo.start();
  const restarted = new Promise<void>((resolve) => echo.onRestart(resolve));
  await expect(ask(echo, 'die')).rejects.toThrow('closed');
  await restarted;
  expect(await ask(echo, 'again')).toBe('got again');
});

it('tells why the first start failed, and does not try again', async () => {
  const failing = hostOf(`
    parentPort.postMessage({ kind: 'failed', error: { code: 'store.tooNew', message: 'newer', retryable: false, details: {} } });
    parentPort.close();`);
  await expect(failing.start()).rejects.toMatchObject({ code: 'store.tooNew' });
});

it('tells of a thread that throws at its start', async () => {
  await expect(hostOf(`throw new Error('no such file');`).start()).rejects.toThrow('no such file');
});

it('keeps the credentials for the thread', async () => {
  const keeper = hostOf(`
    let step = 0;
    const ask = (operation, text) => parentPort.postMessage({ kind: 'credentials', id: ++step, operation, text });
    let port;
    parentPort.on('message', (message) => {
      if (message.kind === 'stop') process.exit(0);
      if (message.kind === 'connect') { port = message.port; ask('write', 'token'); }
      if (message.kind === 'credentials' && message.id === 1) ask('read', '');
      if (message.kind === 'credentials' && message.id === 2) port.postMessage(message.text);
    });
    parentPort.postMessage({ kind: 'ready' });`);
  await keeper.start();
  const port = keeper.connect();
  expect(await new Promise((resolve) => port.once('message', resolve))).toBe('token');
});

it('waits longer from crash to crash, up to half a minute', () => {
  expect([1, 2, 3, 20].map(restartDelay)).toEqual([250, 500, 1000, 30_000]);
});
