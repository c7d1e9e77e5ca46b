// What goes over HTTP beside the link: files of agents, and the pages of Lynk Web.
import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import http from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { uuidv7 } from 'uuidv7';
import { HTTP_PATHS, UploadedFile } from '#shared/link/http.ts';
import { LIMITS } from '#shared/link/limits.ts';
import { connect, signIn, type LinkClient } from '#tests/support/link-client.ts';
import { enter, gatewayTests, sessionIdOf, type TestGateway } from '#tests/support/test-gateway.ts';

const start = gatewayTests();

const upload = ({ gateway }: TestGateway, token: string, blob: Blob, field = 'file'): Promise<Response> => {
  const body = new FormData();
  body.set(field, blob, 'relatório.txt');
  const headers = { authorization: `Bearer ${token}` };
  return fetch(`${gateway.url}${HTTP_PATHS.files}`, { method: 'POST', headers, body });
};

const download = ({ gateway }: TestGateway, token: string, id: string): Promise<Response> =>
  fetch(`${gateway.url}${HTTP_PATHS.files}/${id}`, { headers: { authorization: `Bearer ${token}` } });

const sendFile = (client: LinkClient, sessionId: string, fileId: string) => {
  const messageId = uuidv7();
  const content = { kind: 'file', fileId, caption: 'Segue' };
  return client.command('message.send', { messageId, sessionId, content }, { commandId: messageId });
};

describe('files of agents', () => {
  it('are kept whole, sent by their owner alone, and read by those who see the session', async () => {
    const system = await start();
    const tokens = {
      ana: await signIn(system.gateway.url, '1001'),
      bruno: await signIn(system.gateway.url, '1002'),
    };
    const ana = await connect(system.gateway.url, tokens.ana);
    const bruno = await connect(system.gateway.url, tokens.bruno);
    const id = String(system.pabx.contactWrites({ address: '+551191', text: 'a', holder: '1001' }));
    const other = String(system.pabx.contactWrites({ address: '+551192', text: 'b', holder: '1002' }));
    await ana.event('session.put', (event) => sessionIdOf(event) === id);
    await bruno.event('session.put', (event) => sessionIdOf(event) === other);
    const bytes = Buffer.alloc(300_000, 'Olá, é um texto. ');

    const file = UploadedFile.parse(await (await upload(system, tokens.ana, new Blob([bytes]))).json());
    expect(file).toMatchObject({ name: 'relatório.txt', sizeBytes: bytes.length });
    expect(Buffer.from(await (await download(system, tokens.ana, file.id)).arrayBuffer()).equals(bytes)).toBe(
      true,
    );
    expect((await download(system, tokens.bruno, file.id)).status).toBe(404);
    expect(await sendFile(bruno, other, file.id)).toMatchObject({ error: { code: 'file.notFound' } });

    expect(await sendFile(ana, id, file.id)).toMatchObject({ frame: 'ack' });
    const put = await ana.event(
      'message.put',
      ({ message }) => (message as { kind: string }).kind === 'file',
    );
    expect(put).toMatchObject({ message: { text: 'Segue', file: { id: file.id, sizeBytes: bytes.length } } });
    expect(system.pabx.sent).toMatchObject([{ text: 'Segue', files: [{ sizeBytes: bytes.length }] }]);
    expect((await download(system, tokens.bruno, file.id)).status).toBe(404);

    const to = { kind: 'agent', extension: '1002' };
    await ana.command('session.transfer', { sessionId: id, to, note: '' });
    await bruno.event('session.put', (event) => sessionIdOf(event) === id);
    expect((await download(system, tokens.bruno, file.id)).status).toBe(200);
    expect((await download(system, tokens.ana, file.id)).status).toBe(404);
  });

  it('are refused without a sign-in, above 100 MB, and under another name; nothing is left of them', async () => {
    const system = await start();
    const token = await signIn(system.gateway.url, '1001');
    const refused = async (answer: Response) => {
      const { code } = (await answer.json()) as { code: string };
      return [answer.status, code];
    };
    const small = new Blob(['x']);
    expect(await refused(await upload(system, 'x'.repeat(40), small))).toEqual([401, 'auth.tokenInvalid']);
    expect(await refused(await upload(system, token, small, 'picture'))).toEqual([400, 'command.invalid']);
    const tooLarge = new Blob([Buffer.alloc(LIMITS.maxFileBytes + 1)]);
    expect(await refused(await upload(system, token, tooLarge))).toEqual([413, 'file.tooLarge']);
    const folder = path.join(system.dataDir, 'files');
    await expect.poll(() => readdirSync(folder)).toEqual([]);
    expect((await download(system, token, '../lynk-gateway.sqlite')).status).toBe(404);
  });

  it('of a contact wait in the gateway: they are fetched once, at once', async () => {
    const system = await start();
    const file = { id: 'x', name: '../../voice.ogg', uri: 'u', mimeType: 'audio/ogg', sizeBytes: 3 };
    const token = await signIn(system.gateway.url, '1001');
    const ana = await connect(system.gateway.url, token);
    system.pabx.contactWrites({ address: '+551199', text: '', holder: '1001', file });
    const put = await ana.event('message.put');
    const told = (put['message'] as { file: { id: string; name: string } }).file;
    expect(told.name).toBe('voice.ogg');
    await expect.poll(() => readdirSync(path.join(system.dataDir, 'files'))).toHaveLength(1);
    system.pabx.goDown();
    expect(await (await download(system, token, told.id)).text()).toBe('bytes of x');
  });
});

describe('the pages of Lynk Web', () => {
  const served = async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'lynk-web-'));
    const webRoot = path.join(folder, 'web');
    mkdirSync(path.join(webRoot, 'assets'), { recursive: true });
    writeFileSync(path.join(webRoot, 'index.html'), '<!doctype html><title>Lynk</title>');
    writeFileSync(path.join(webRoot, 'assets', 'page-1a2b3c.js'), 'export {};');
    writeFileSync(path.join(folder, 'secret.txt'), 'the secret');
    return start({ serving: { webRoot } });
  };

  it('may run only what is ours, and are kept by browsers only where their name tells the version', async () => {
    const { gateway } = await served();
    const page = await fetch(`${gateway.url}/`);
    expect(await page.text()).toContain('Lynk');
    const policy = page.headers.get('content-security-policy') ?? '';
    for (const part of [
      "script-src 'self' 'wasm-unsafe-eval'",
      "connect-src 'self'",
      "frame-ancestors 'none'",
    ]) {
      expect(policy.split('; ')).toContain(part);
    }
    expect(policy).not.toContain("'unsafe-inline'");
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    expect(page.headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(page.headers.get('cache-control')).toBe('no-cache');
    const script = await fetch(`${gateway.url}/assets/page-1a2b3c.js`);
    expect(script.headers.get('content-type')).toContain('javascript');
    expect(script.headers.get('cache-control')).toContain('immutable');
    expect(script.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('are all that is served, whatever path is asked for', async () => {
    const { gateway, dataDir } = await served();
    /** Paths as they are: `fetch` would tidy them first. */
    const get = async (raw: string): Promise<{ status: number; body: string }> => {
      const request = http.get({ host: '127.0.0.1', port: gateway.port, path: raw });
      const [response] = (await once(request, 'response')) as [http.IncomingMessage];
      const body = Buffer.concat(await response.toArray()).toString();
      return { status: response.statusCode ?? 0, body };
    };
    const store = encodeURIComponent(path.join(dataDir, 'lynk-gateway.sqlite'));
    for (const raw of [
      '/../secret.txt',
      '/%2e%2e/secret.txt',
      '/..%2fsecret.txt',
      '/assets/../../secret.txt',
      '/assets/%2e%2e/%2e%2e/secret.txt',
      '/assets/..%5c..%5csecret.txt',
      '/..%00/secret.txt',
      '//../secret.txt',
      `/${store}`,
      '/assets/',
      '/nothing.html',
      `/${'a/'.repeat(3000)}`,
    ]) {
      const { status, body } = await get(raw);
      expect({ raw, isRefused: status >= 400 && status < 500, isTold: body.includes('secret') }).toEqual({
        raw,
        isRefused: true,
        isTold: false,
      });
    }
  });

  it('are absent where no folder was given; health and metrics answer without a sign-in', async () => {
    const { gateway } = await start();
    await enter({ gateway }, '1001');
    expect(await (await fetch(`${gateway.url}/health`)).json()).toEqual({ status: 'ok', pabx: 'up' });
    expect(await (await fetch(`${gateway.url}/metrics`)).text()).toContain('lynk_link_connections 1\n');
    expect((await fetch(`${gateway.url}/`)).status).toBe(404);
  });
});
