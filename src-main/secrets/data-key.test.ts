import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openCredentialFile } from './credential-file.ts';
import { openDataKey, type DataKeyOptions, type PlainQuestion } from './data-key.ts';
import type { Keyring } from './keyring.ts';

let folder = '';
let asked: PlainQuestion[] = [];
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'lynk-key-'));
  asked = [];
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A keyring that reads only what a keyring of the same name wrote. */
const keyring = (name: string | null): Keyring => ({
  backend: () => Promise.resolve(name),
  encrypt: (text) => Promise.resolve(Buffer.from(`${name}:${text}`).map((byte) => byte ^ 0x55)),
  decrypt: async (bytes) => {
    const text = Buffer.from(bytes.map((byte) => byte ^ 0x55)).toString();
    if (!text.startsWith(`${name}:`)) throw new Error('other keyring');
    return text.slice(`${name}:`.length);
  },
});

const file = (): string => path.join(folder, 'data-key.json');
const options = (ring: Keyring, answer = true): DataKeyOptions => ({
  file: file(),
  keyring: ring,
  ask: (question) => {
    asked.push(question);
    return Promise.resolve(answer);
  },
  now: () => new Date('2026-01-02T03:04:05Z'),
});
const lostFiles = (): string[] => readdirSync(folder).filter((name) => name.includes('.lost-'));

it('makes a key once and gives the same one at every start', async () => {
  const first = await openDataKey(options(keyring('kwallet6')));
  const second = await openDataKey(options(keyring('kwallet6')));
  expect(first).toMatchObject({ kind: 'key', backend: 'kwallet6', wasLost: false });
  expect(second).toEqual(first);
  expect(first.kind === 'key' && first.key.length).toBe(32);
  expect(asked).toEqual([]);
});

it('keeps the key encrypted, with the name of the keyring, for this person only', async () => {
  const made = await openDataKey(options(keyring('kwallet6')));
  const text = readFileSync(file(), 'utf8');
  expect(text).toContain('kwallet6');
  expect(text).not.toContain(made.kind === 'key' ? Buffer.from(made.key).toString('base64') : '');
  expect(statSync(file()).mode & 0o077).toBe(0);
});

it('asks once where there is no keyring, and remembers the yes', async () => {
  expect(await openDataKey(options(keyring(null)))).toEqual({ kind: 'plain' });
  expect(await openDataKey(options(keyring(null)))).toEqual({ kind: 'plain' });
  expect(asked).toEqual(['noKeyring']);
});

it('quits on a no, writes nothing and asks again next time', async () => {
  expect(await openDataKey(options(keyring(null), false))).toEqual({ kind: 'quit' });
  expect(readdirSync(folder)).toEqual([]);
  expect(await openDataKey(options(keyring(null), false))).toEqual({ kind: 'quit' });
  expect(asked).toEqual(['noKeyring', 'noKeyring']);
});

it('makes a new key when another keyring holds the old one, and keeps the old file', async () => {
  const old = await openDataKey(options(keyring('gnome_libsecret')));
  const fresh = await openDataKey(options(keyring('kwallet6')));
  expect(fresh).toMatchObject({ kind: 'key', backend: 'kwallet6', wasLost: true });
  expect(fresh).not.toMatchObject({ key: old.kind === 'key' ? old.key : null });
  expect(lostFiles()).toHaveLength(1);
});

it('asks when the keyring that holds the key is gone, and keeps the old file', async () => {
  await openDataKey(options(keyring('kwallet6')));
  expect(await openDataKey(options(keyring(null)))).toEqual({ kind: 'plain' });
  expect(asked).toEqual(['keyringGone']);
  expect(lostFiles()).toHaveLength(1);
});

it('treats a damaged key file as a lost key', async () => {
  writeFileSync(file(), '{"protection":"keyring","ba');
  expect(await openDataKey(options(keyring('kwallet6')))).toMatchObject({ kind: 'key', wasLost: true });
  expect(lostFiles()).toHaveLength(1);
});

const log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

it('keeps credentials encrypted, and forgets what it cannot read', async () => {
  const at = path.join(folder, 'credentials');
  const store = openCredentialFile(at, keyring('kwallet6'), log);
  expect(await store.read()).toBeUndefined();
  await store.write('{"token":"very secret"}');
  expect(readFileSync(at, 'utf8')).not.toContain('secret');
  expect(await store.read()).toBe('{"token":"very secret"}');
  expect(await openCredentialFile(at, keyring('other'), log).read()).toBeUndefined();
  expect(lostFiles()).toHaveLength(1);
});

it('keeps credentials plain for this person only, where the person chose so', async () => {
  const at = path.join(folder, 'credentials');
  const store = openCredentialFile(at, null, log);
  await store.write('text');
  expect(readFileSync(at, 'utf8')).toBe('text');
  expect(statSync(at).mode & 0o077).toBe(0);
  await store.clear();
  expect(await store.read()).toBeUndefined();
});
