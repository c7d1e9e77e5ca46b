// Tables `accounts` and `tokens`: who may sign in, and with what. Passwords and tokens are here only as hashes.
import type { Database } from './database.ts';

export interface Account {
  readonly extension: string;
  /** The hash of `http/passwords.ts`; null for an agent of an open gateway, who needs none. */
  readonly password: string | null;
}

export interface TokenRow {
  readonly hash: string;
  readonly extension: string;
  readonly device: string;
  readonly usedAt: number;
}

export type AccountTable = ReturnType<typeof accountTable>;

export function accountTable(db: Database) {
  const put = db.prepare<[string, string | null, number]>(
    `INSERT INTO accounts (extension, password, created_at) VALUES (?, ?, ?)
     ON CONFLICT (extension) DO UPDATE SET password = excluded.password`,
  );
  const ensure = db.prepare<[string, number]>(
    'INSERT INTO accounts (extension, password, created_at) VALUES (?, NULL, ?) ON CONFLICT DO NOTHING',
  );
  const remove = db.prepare<[string]>('DELETE FROM accounts WHERE extension = ?');
  const get = db.prepare<[string], Account>('SELECT extension, password FROM accounts WHERE extension = ?');
  const all = db.prepare<[], string>('SELECT extension FROM accounts ORDER BY extension').pluck();
  const putToken = db.prepare<[string, string, string, number, number]>(
    'INSERT INTO tokens (hash, extension, device, created_at, used_at) VALUES (?, ?, ?, ?, ?)',
  );
  const token = db.prepare<[string], TokenRow>(
    'SELECT hash, extension, device, used_at AS usedAt FROM tokens WHERE hash = ?',
  );
  const touch = db.prepare<[number, string]>('UPDATE tokens SET used_at = ? WHERE hash = ?');
  const removeToken = db.prepare<[string]>('DELETE FROM tokens WHERE hash = ?');
  const removeTokens = db.prepare<[string]>('DELETE FROM tokens WHERE extension = ?');
  const expire = db.prepare<[number]>('DELETE FROM tokens WHERE used_at < ?');
  return {
    /** Adds an agent or changes the password; a change ends all sign-ins. */
    put(extension: string, password: string, now: number): void {
      removeTokens.run(extension);
      put.run(extension, password, now);
    },
    /** Adds an agent without password unless they exist already. */
    ensure: (extension: string, now: number): void => void ensure.run(extension, now),
    /** True when there was such an agent; their tokens go too. */
    remove: (extension: string): boolean => remove.run(extension).changes > 0,
    get: (extension: string): Account | undefined => get.get(extension),
    /** The extensions of all agents who use Lynk, sorted. */
    extensions: (): string[] => all.all(),
    addToken: (hash: string, extension: string, device: string, now: number): void =>
      void putToken.run(hash, extension, device, now, now),
    token: (hash: string): TokenRow | undefined => token.get(hash),
    touchToken: (hash: string, now: number): void => void touch.run(now, hash),
    removeToken: (hash: string): void => void removeToken.run(hash),
    /** Ends the sign-ins not used since `before`. */
    expireTokens: (before: number): number => expire.run(before).changes,
  };
}
