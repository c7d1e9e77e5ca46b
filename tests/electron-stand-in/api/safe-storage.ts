// Electron's safeStorage: real encryption (AES-256-GCM) with a key kept in userData, where a keyring would keep it.
// The keyring is there unless STANDIN_KEYRING or --password-store on the command line says `basic`; then, as on a
// Linux without one, encryption is unavailable until setUsePlainTextEncryption(true).
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type * as Electron from 'electron';
import { givenSwitches } from '../core/runtime.ts';
import { guardObject } from '../core/guards.ts';
import { app } from './app.ts';

const PREFIX = Buffer.from('v11');
const IV_BYTES = 12;
const TAG_BYTES = 16;

type Backend = ReturnType<Electron.SafeStorage['getSelectedStorageBackend']>;

let usesPlainText = false;
let knownKey: Buffer | undefined;

/** Playwright's loader appends --password-store=basic to every app: only the real command line counts. */
function backend(): Backend {
  const chosen = process.env['STANDIN_KEYRING'] ?? givenSwitches.get('password-store');
  if (!app.isReady()) return 'unknown';
  return chosen === 'basic' || chosen === 'basic_text' ? 'basic_text' : 'gnome_libsecret';
}

function key(): Buffer {
  if (knownKey) return knownKey;
  const file = path.join(app.getPath('userData'), 'stand-in-keyring');
  try {
    writeFileSync(file, randomBytes(32), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    // An earlier run made it.
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  knownKey = readFileSync(file);
  return knownKey;
}

function isAvailable(): boolean {
  return backend() === 'gnome_libsecret' || (backend() === 'basic_text' && usesPlainText);
}

function assertAvailable(action: string): void {
  if (!isAvailable()) throw new Error(`Error while ${action}: safeStorage: encryption is not available.`);
}

function encrypt(plainText: string): Buffer {
  assertAvailable('encrypting the text provided to safeStorage.encryptString');
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key(), iv);
  const data = Buffer.concat([cipher.update(plainText, 'utf8'), cipher.final()]);
  return Buffer.concat([PREFIX, iv, cipher.getAuthTag(), data]);
}

function decrypt(encrypted: Buffer): string {
  const action = 'decrypting the ciphertext provided to safeStorage.decryptString';
  assertAvailable(action);
  const [iv, tag, data] = [PREFIX.length, PREFIX.length + IV_BYTES, PREFIX.length + IV_BYTES + TAG_BYTES];
  if (!encrypted.subarray(0, iv).equals(PREFIX) || encrypted.length < data)
    throw new Error(`Error while ${action}.`);
  const decipher = createDecipheriv('aes-256-gcm', key(), encrypted.subarray(iv, tag));
  decipher.setAuthTag(encrypted.subarray(tag, data));
  try {
    return Buffer.concat([decipher.update(encrypted.subarray(data)), decipher.final()]).toString('utf8');
  } catch (cause) {
    throw new Error(`Error while ${action}.`, { cause });
  }
}

/** The calls that wait for nothing; Electron has declared them deprecated. */
const synchronous = { isEncryptionAvailable: isAvailable, encryptString: encrypt, decryptString: decrypt };

const asynchronous = {
  isAsyncEncryptionAvailable: async () => {
    await app.whenReady();
    return isAvailable();
  },
  encryptStringAsync: async (plainText) => encrypt(plainText),
  decryptStringAsync: async (encrypted) => ({ shouldReEncrypt: false, result: decrypt(encrypted) }),
  getSelectedStorageBackend: backend,
  setUsePlainTextEncryption: (usePlainText) => {
    usesPlainText = usePlainText;
  },
} satisfies Omit<Electron.SafeStorage, keyof typeof synchronous>;

export const safeStorage = guardObject('safeStorage', { ...synchronous, ...asynchronous });
