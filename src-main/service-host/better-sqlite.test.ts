import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openBetterSqlite } from './better-sqlite.ts';

const key = new Uint8Array(32).fill(1);

describe('better-sqlite3 as the service’s SQL', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lynk-better-sqlite-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const write = (options: { key?: Uint8Array }): void => {
    const database = openBetterSqlite(folder, options).open('a.sqlite', { other: 'b.sqlite' });
    database.exec('CREATE TABLE t (x TEXT) STRICT; CREATE TABLE other.u (x TEXT) STRICT');
    database.prepare('INSERT INTO t VALUES (?)').run('segredo');
    database.prepare('INSERT INTO other.u VALUES (?)').run('segredo');
    database.close();
  };
  const bytes = (): string =>
    readdirSync(folder)
      .map((name) => readFileSync(join(folder, name), 'latin1'))
      .join('');

  it('encrypts the file and the attached one with the key, and reads them again with it', () => {
    write({ key });
    expect(bytes()).not.toContain('segredo');
    expect(bytes()).not.toContain('SQLite format 3');
    const database = openBetterSqlite(folder, { key }).open('b.sqlite');
    expect(database.prepare('SELECT x FROM u').all()).toEqual([{ x: 'segredo' }]);
    database.close();
  });

  it.each([
    ['another key', { key: new Uint8Array(32).fill(2) }],
    ['no key', {}],
  ])('calls a file corrupt that is opened with %s', (_what, options) => {
    write({ key });
    const opening = () => openBetterSqlite(folder, options).open('a.sqlite');
    expect(opening).toThrow(expect.objectContaining({ code: 'store.corrupt' }));
  });

  it('calls a file locked that another connection writes', () => {
    write({});
    const files = openBetterSqlite(folder);
    const [one, two] = [files.open('a.sqlite'), files.open('a.sqlite')];
    one.exec('BEGIN IMMEDIATE');
    expect(() => two.transaction(() => 1)).toThrow(expect.objectContaining({ code: 'store.locked' }));
    one.close();
    two.close();
  });

  it('says which folder cannot be written', () => {
    writeFileSync(join(folder, 'file'), '');
    const opening = () => openBetterSqlite(join(folder, 'file', 'below'));
    expect(opening).toThrow(expect.objectContaining({ code: 'config.folderNotWritable' }));
  });

  it('sets a file aside with everything that belongs to it', () => {
    write({});
    const aside = openBetterSqlite(folder).quarantine('a.sqlite');
    expect(readdirSync(folder)).toContain(aside);
    expect(readdirSync(folder)).not.toContain('a.sqlite');
  });
});
