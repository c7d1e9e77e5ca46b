import Sqlite from 'better-sqlite3';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { lockFolder, openDatabase, type Database } from './database.ts';
import { MIGRATIONS } from './migrations.ts';
import { openStore } from './store.ts';

const open: { close(): void }[] = [];
afterEach(() => {
  for (const held of open.splice(0)) held.close();
});

const folder = (): string => mkdtempSync(path.join(tmpdir(), 'lynk-store-'));
const fileIn = (dir: string): string => path.join(dir, 'lynk-gateway.sqlite');
const opened = (...args: Parameters<typeof openDatabase>): Database => {
  const db = openDatabase(...args);
  open.push(db);
  return db;
};
const versionOf = (db: Database): unknown => db.pragma('user_version', { simple: true });

const FIRST = { version: 10, sql: 'CREATE TABLE first (id TEXT) STRICT;' };
const SECOND = {
  version: 20,
  sql: 'ALTER TABLE first ADD COLUMN name TEXT; INSERT INTO first VALUES (1, 2);',
};
const BROKEN = { version: 20, sql: 'CREATE TABLE second (id TEXT); CREATE TABLE first (id TEXT);' };

describe('the database', () => {
  it('keeps what is committed, and says so to SQLite', () => {
    const db = opened(folder());
    expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
    // FULL
    expect(db.pragma('synchronous', { simple: true })).toBe(2);
    expect(db.pragma('foreign_keys', { simple: true })).toBe(1);
  });

  it('has strict tables only', () => {
    const loose = opened(folder())
      .prepare(
        `SELECT name FROM pragma_table_list WHERE schema = 'main' AND strict = 0 AND name NOT LIKE 'sqlite_%'`,
      )
      .all();
    expect(loose).toEqual([]);
  });

  it('takes the steps that a file lacks, in order, once', () => {
    const dir = folder();
    expect(versionOf(opened(dir, [FIRST]))).toBe(10);
    const db = opened(dir, [FIRST, SECOND]);
    expect(versionOf(db)).toBe(20);
    expect(db.prepare('SELECT * FROM first').all()).toEqual([{ id: '1', name: '2' }]);
    expect(opened(dir, [FIRST, SECOND]).prepare('SELECT count(*) FROM first').pluck().get()).toBe(1);
  });

  it('takes a step wholly or not at all', () => {
    const dir = folder();
    opened(dir, [FIRST]);
    expect(() => opened(dir, [FIRST, BROKEN])).toThrow('already exists');
    const db = opened(dir, [FIRST]);
    expect(versionOf(db)).toBe(10);
    expect(db.prepare(`SELECT name FROM sqlite_schema WHERE name = 'second'`).all()).toEqual([]);
  });

  it('numbers its steps in rising order, by tens', () => {
    const versions = MIGRATIONS.map(({ version }) => version);
    expect(versions).toEqual(versions.toSorted((a, b) => a - b));
    expect(new Set(versions).size).toBe(versions.length);
    expect(versions.every((version) => version % 10 === 0)).toBe(true);
  });

  it('refuses a file that a newer Lynk wrote, and leaves it as it is', () => {
    const dir = folder();
    opened(dir, [FIRST, SECOND]).close();
    const before = readFileSync(fileIn(dir));
    expect(() => openDatabase(dir, [FIRST])).toThrow(
      expect.objectContaining({
        code: 'store.tooNew',
        details: expect.objectContaining({ held: 20, known: 10 }),
      }),
    );
    expect(readFileSync(fileIn(dir)).equals(before)).toBe(true);
  });

  it('says which file is damaged, from its head or from its middle', () => {
    const noDatabase = folder();
    writeFileSync(
      fileIn(noDatabase),
      'a text that is long enough to be taken for a header of SQLite, but is none',
    );
    const torn = folder();
    const db = openDatabase(torn);
    db.pragma('journal_mode = DELETE');
    db.close();
    const bytes = readFileSync(fileIn(torn));
    writeFileSync(fileIn(torn), bytes.fill(0xff, 100, 4096));
    for (const dir of [noDatabase, torn]) {
      expect(() => openDatabase(dir)).toThrow(
        expect.objectContaining({ code: 'store.corrupt', message: expect.stringContaining(fileIn(dir)) }),
      );
    }
  });

  it('lets one gateway hold a folder, and the next one after it', () => {
    const dir = folder();
    const lock = lockFolder(dir);
    expect(() => lockFolder(dir)).toThrow(
      expect.objectContaining({ code: 'store.locked', message: expect.stringContaining(dir) }),
    );
    lock.dispose();
    lockFolder(dir).dispose();
  });

  it('refuses a folder that cannot be made', () => {
    const file = path.join(folder(), 'file');
    writeFileSync(file, '');
    expect(() => openDatabase(path.join(file, 'data'))).toThrow(
      expect.objectContaining({ code: 'config.folderNotWritable' }),
    );
  });
});

describe('the store', () => {
  it('rings after the commit of the outermost transaction, and not at all when it fails', () => {
    const store = openStore(folder());
    open.push({ close: () => store.dispose() });
    const rung: string[] = [];
    store.transaction(() => {
      store.transaction(() => store.afterCommit(() => rung.push('inner')));
      store.accounts.ensure('1001', 1);
      expect(rung).toEqual([]);
    });
    expect(rung).toEqual(['inner']);
    const failing = () =>
      store.transaction(() => {
        store.accounts.ensure('1002', 1);
        store.afterCommit(() => rung.push('never'));
        throw new Error('no');
      });
    expect(failing).toThrow('no');
    store.transaction(() => undefined);
    expect(rung).toEqual(['inner']);
    expect(store.accounts.extensions()).toEqual(['1001']);
  });

  it('ends the sign-ins of an agent with the agent, and with a new password', () => {
    const dir = folder();
    const store = openStore(dir);
    open.push({ close: () => store.dispose() });
    store.accounts.put('1001', 'hash', 1);
    store.accounts.addToken('t1', '1001', 'd', 1);
    store.accounts.put('1001', 'other hash', 2);
    expect(store.accounts.token('t1')).toBeUndefined();
    store.accounts.addToken('t2', '1001', 'd', 3);
    expect(store.accounts.remove('1001')).toBe(true);
    expect(store.accounts.token('t2')).toBeUndefined();
    expect(new Sqlite(fileIn(dir), { readonly: true }).prepare('SELECT * FROM tokens').all()).toEqual([]);
  });
});
