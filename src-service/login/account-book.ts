// The accounts of this installation with their tokens: one JSON text in the host's credential store.
import { z } from 'zod';
import type { Account } from '#shared/bridge/rows.ts';
import { AppError } from '#shared/model/errors.ts';
import type { CredentialStore, Log } from '../ports.ts';

const StoredAccount = z.object({
  id: z.string(),
  gateway: z.string(),
  extension: z.string(),
  name: z.string(),
  token: z.string(),
  /** Signed in by itself at an open gateway, and again when the token ends. */
  isAutomatic: z.boolean(),
});
export type StoredAccount = z.infer<typeof StoredAccount>;

const Book = z.object({ current: z.string().nullable(), accounts: z.array(StoredAccount) });
type Book = z.infer<typeof Book>;

export class AccountBook {
  readonly #credentials: CredentialStore;
  readonly #log: Log;

  constructor(credentials: CredentialStore, log: Log) {
    this.#credentials = credentials;
    this.#log = log;
  }

  async current(): Promise<StoredAccount | null> {
    const { current, accounts } = await this.#read();
    return accounts.find(({ id }) => id === current) ?? null;
  }

  async setCurrent(account: StoredAccount): Promise<void> {
    const { accounts } = await this.#read();
    const others = accounts.filter(({ id }) => id !== account.id);
    await this.#write({ current: account.id, accounts: [...others, account] });
  }

  async remove(id: string): Promise<void> {
    const { accounts } = await this.#read();
    const left = accounts.filter((account) => account.id !== id);
    if (left.length === 0) await this.#credentials.clear();
    else await this.#write({ current: null, accounts: left });
  }

  async #read(): Promise<Book> {
    const text = await this.#credentials.read();
    if (text === undefined) return { current: null, accounts: [] };
    try {
      return Book.parse(JSON.parse(text));
    } catch (cause) {
      // Nothing is lost but the sign-in: the files of the accounts stay and are found again by their id.
      this.#log.error('The stored sign-ins cannot be read', AppError.from(cause));
      return { current: null, accounts: [] };
    }
  }

  async #write(book: Book): Promise<void> {
    await this.#credentials.write(JSON.stringify(book));
  }
}

/**
 * The name of an account's folder: the same for the same agent at the same gateway. An open gateway moves its port
 * from start to start, so its address is no part of the name.
 */
export function accountId(gateway: string, extension: string, isAutomatic: boolean): string {
  const where = isAutomatic ? 'open' : gateway;
  let hash = 5381;
  for (const letter of `${where}\n${extension}`) hash = (hash * 33 + (letter.codePointAt(0) ?? 0)) >>> 0;
  const readable = `${extension}-${where.replace(/^https?:\/\//u, '')}`.replaceAll(/[^0-9A-Za-z]+/gu, '-');
  return `${readable.slice(0, 60).toLowerCase()}-${hash.toString(16).padStart(8, '0')}`;
}

export function publicAccount({ id, gateway, extension, name }: StoredAccount): Account {
  return { id, gateway, extension, name };
}
