// The key of the local data: 32 random bytes, encrypted by the keyring, in a file beside the accounts with the
// keyring's name. Without a keyring the person is asked, once; there is never a silent plain file. A key that is
// lost locks nobody out: a new one is made, the cache comes back from the gateway.
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { readText, setAside, writeText } from './private-file.ts';
import type { Keyring } from './keyring.ts';

const KEY_BYTES = 32;

const KeyFile = z.discriminatedUnion('protection', [
  z.object({ protection: z.literal('keyring'), backend: z.string(), key: z.base64() }),
  z.object({ protection: z.literal('none'), acceptedAt: z.string() }),
]);
type KeyFile = z.infer<typeof KeyFile>;

/** Why the person is asked: there never was a keyring, or the one that holds the key is gone. */
export type PlainQuestion = 'noKeyring' | 'keyringGone';

export interface DataKeyOptions {
  readonly file: string;
  readonly keyring: Keyring;
  /** Asks whether to go on without encryption on this computer; false quits. */
  readonly ask: (question: PlainQuestion) => Promise<boolean>;
  readonly now: () => Date;
}

export type DataKey =
  /** `wasLost`: there was another key before; what it encrypted cannot be read any more. */
  | { readonly kind: 'key'; readonly key: Uint8Array; readonly backend: string; readonly wasLost: boolean }
  | { readonly kind: 'plain' }
  | { readonly kind: 'quit' };

function parseFile(text: string | undefined): KeyFile | undefined {
  if (text === undefined) return undefined;
  try {
    return KeyFile.parse(JSON.parse(text));
  } catch {
    // A damaged key file is a lost key.
    return undefined;
  }
}

async function makeKey(
  { file, keyring }: DataKeyOptions,
  backend: string,
  wasLost: boolean,
): Promise<DataKey> {
  const key = new Uint8Array(randomBytes(KEY_BYTES));
  const encrypted = await keyring.encrypt(Buffer.from(key).toString('base64'));
  const content: KeyFile = { protection: 'keyring', backend, key: Buffer.from(encrypted).toString('base64') };
  await writeText(file, JSON.stringify(content));
  return { kind: 'key', key, backend, wasLost };
}

async function withoutKeyring(options: DataKeyOptions, question: PlainQuestion): Promise<DataKey> {
  if (!(await options.ask(question))) return { kind: 'quit' };
  // The keyring may come back one day, and the key with it.
  if (question === 'keyringGone') await setAside(options.file, options.now());
  const content: KeyFile = { protection: 'none', acceptedAt: options.now().toISOString() };
  await writeText(options.file, JSON.stringify(content));
  return { kind: 'plain' };
}

/** The key of this installation, made or asked for when there is none. */
export async function openDataKey(options: DataKeyOptions): Promise<DataKey> {
  const { file, keyring, now } = options;
  const text = await readText(file);
  const found = parseFile(text);
  if (found?.protection === 'none') return { kind: 'plain' };
  const backend = await keyring.backend();
  if (backend === null) return withoutKeyring(options, found === undefined ? 'noKeyring' : 'keyringGone');
  if (found === undefined) {
    if (text !== undefined) await setAside(file, now());
    return makeKey(options, backend, text !== undefined);
  }
  try {
    const key = Buffer.from(await keyring.decrypt(Buffer.from(found.key, 'base64')), 'base64');
    if (key.length === KEY_BYTES) return { kind: 'key', key: new Uint8Array(key), backend, wasLost: false };
  } catch {
    // Another keyring than the one that encrypted it, or one that was reset: the key is lost.
  }
  await setAside(file, now());
  return makeKey(options, backend, true);
}
