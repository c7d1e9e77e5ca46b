import { mkdtempSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { CONTENT_SECURITY_POLICY, fileOf, serveFile } from './protocol.ts';

let folder = '';
let root = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'lynk-protocol-'));
  root = path.join(folder, 'window');
  mkdirSync(path.join(root, 'assets'), { recursive: true });
  writeFileSync(path.join(folder, 'secret.txt'), 'secret');
  writeFileSync(path.join(root, 'index.html'), '<!doctype html>');
  writeFileSync(path.join(root, 'assets', 'main.js'), '1');
  symlinkSync(path.join(folder, 'secret.txt'), path.join(root, 'link.txt'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('maps the origin to index.html and paths to files', () => {
  expect(fileOf('app://lynk/', '/w')).toBe(path.join('/w', 'index.html'));
  expect(fileOf('app://lynk/assets/main.js?v=1#x', '/w')).toBe(path.join('/w', 'assets', 'main.js'));
});

it.each([
  'app://lynk/../secret.txt',
  'app://lynk/%2e%2e/secret.txt',
  'app://lynk/..%2fsecret.txt',
  'app://lynk/..%5csecret.txt',
  'app://lynk/assets/..%2f..%2fsecret.txt',
  'app://lynk/%00',
  'app://lynk/%E0%A4%A',
  'app://other/index.html',
  'file:///etc/passwd',
  'nonsense',
])('never leaves its folder: %s', async (url) => {
  const response = await serveFile(url, root);
  expect(response.status).toBe(404);
  expect(await response.text()).not.toContain('secret');
});

it('does not follow a link out of its folder', async () => {
  expect((await serveFile('app://lynk/link.txt', root)).status).toBe(404);
});

it('sends a file with its type, the policy and nosniff', async () => {
  const response = await serveFile('app://lynk/assets/main.js', root);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toContain('text/javascript');
  expect(response.headers.get('content-security-policy')).toBe(CONTENT_SECURITY_POLICY);
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  expect(await response.text()).toBe('1');
});

it('answers 404 for a folder and for what is missing, with the policy all the same', async () => {
  for (const url of ['app://lynk/assets', 'app://lynk/none.js']) {
    const response = await serveFile(url, root);
    expect(response.status).toBe(404);
    expect(response.headers.get('content-security-policy')).toBe(CONTENT_SECURITY_POLICY);
  }
});

it('has a policy without inline code, eval or foreign addresses', () => {
  expect(CONTENT_SECURITY_POLICY).not.toMatch(/unsafe|https?:|\*/);
  expect(CONTENT_SECURITY_POLICY).toContain("default-src 'none'");
});
