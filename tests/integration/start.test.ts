// `npm start` as a newcomer meets it, and its refusals: one clear sentence each, exit code not 0.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { printed, startScript } from '#tests/support/processes.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'lynk-start-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

describe('npm start', () => {
  it('serves Lynk Web and a contact writes within ten seconds', async () => {
    const lynk = startScript('start', ['--no-open', '--port', '0', '--data-dir', folder]);
    try {
      const url = await printed(lynk, /Lynk Web: (http:\/\/127\.0\.0\.1:\d+)\//u);
      const startedAt = Date.now();
      const page = await fetch(`${url}/`);
      expect(page.status).toBe(200);
      expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
      const signedIn = await fetch(`${url}/api/sign-in`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: url },
        body: JSON.stringify({ extension: '1001', device: 'test' }),
      });
      const { token } = (await signedIn.json()) as { token: string };
      const arrived = await new Promise<string>((resolve, reject) => {
        const socket = new WebSocket(`${url.replace('http', 'ws')}/link`, 'lynk.link.v1', { origin: url });
        socket.on('error', reject);
        socket.on('message', (data: Buffer) => {
          const frame = JSON.parse(data.toString()) as {
            frame: string;
            page?: number;
            event?: { kind: string; message?: { author: { kind: string }; text: string } };
          };
          if (frame.frame === 'hello')
            socket.send(JSON.stringify({ frame: 'identify', token, device: 'test', clientVersion: 'test' }));
          if (frame.page !== undefined) socket.send(JSON.stringify({ frame: 'pageDone', page: frame.page }));
          if (
            frame.frame === 'event' &&
            frame.event?.kind === 'message.put' &&
            frame.event.message?.author.kind === 'contact'
          ) {
            socket.close();
            resolve(frame.event.message.text);
          }
        });
      });
      expect(arrived).not.toBe('');
      expect(Date.now() - startedAt).toBeLessThan(10_000);
    } finally {
      expect(await lynk.stop()).toBe(0);
    }
  });

  it('names the port that is in use', async () => {
    const server = net.createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address() as net.AddressInfo;
    const lynk = startScript('start', ['--no-open', '--port', String(address.port), '--data-dir', folder]);
    expect(await lynk.ended()).toBe(1);
    server.close();
    expect(lynk.output()).toContain(String(address.port));
    expect(lynk.output()).toContain('--port');
  });

  it('names the folder that cannot be written', async () => {
    const file = path.join(folder, 'a-file');
    writeFileSync(file, '');
    const lynk = startScript('start', ['--no-open', '--port', '0', '--data-dir', path.join(file, 'inside')]);
    expect(await lynk.ended()).toBe(1);
    expect(lynk.output()).toContain('--data-dir');
    expect(lynk.output()).toContain(file);
  });

  it('names the data file that is broken', async () => {
    mkdirSync(path.join(folder, 'gateway'), { recursive: true });
    writeFileSync(
      path.join(folder, 'gateway', 'lynk-gateway.sqlite'),
      'this is not a database, and long enough to be looked at as one'.repeat(200),
    );
    const lynk = startScript('start', ['--no-open', '--port', '0', '--data-dir', folder]);
    expect(await lynk.ended()).toBe(1);
    expect(lynk.output()).toContain('lynk-gateway.sqlite');
  });

  it('names a flag that does not exist and those that do', async () => {
    const lynk = startScript('start', ['--prot', '1']);
    expect(await lynk.ended()).toBe(1);
    expect(lynk.output()).toContain('--prot');
    expect(lynk.output()).toContain('--port');
  });
});
