// Every statement that the store prepares must find its rows by an index: a scan that nobody notices with ten
// sessions stands still with a hundred thousand.
import Sqlite from 'better-sqlite3';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { openDatabase } from './database.ts';
import { openStore } from './store.ts';

/** What may look at all rows: small tables, and what runs once at the start or every ten minutes. */
const WHOLE_TABLE_IS_MEANT = [
  /^SELECT extension FROM accounts ORDER BY extension$/u,
  /^DELETE FROM tokens WHERE used_at < \?$/u,
  /FROM intents ORDER BY attempted_at$/u,
  /^SELECT id, address, contact_id AS contactId FROM sessions$/u,
  /^DELETE FROM moves WHERE at < \?$/u,
  /^SELECT extension, data FROM told_agents$/u,
  /^SELECT count\(\*\) FROM sessions$/u,
];

/** The statements of all tables, as their mappers prepare them when a store is opened. */
function preparedStatements(folder: string): string[] {
  const prepare = vi.spyOn(Sqlite.prototype, 'prepare');
  openStore(folder).dispose();
  const statements = prepare.mock.calls.map(([sql]) => sql.replaceAll(/\s+/gu, ' ').trim());
  prepare.mockRestore();
  return [...new Set(statements)];
}

const folder = mkdtempSync(path.join(tmpdir(), 'lynk-plans-'));
const statements = preparedStatements(folder);
const db = openDatabase(folder);
afterAll(() => void db.close());

const PlanRow = z.object({ detail: z.string() });

/** The steps that SQLite would take; which values are bound does not matter to it here. */
function planOf(sql: string): string[] {
  const names = [...sql.matchAll(/@(\w+)/gu)].map((match) => match[1] ?? '');
  const bound = [
    ...Array.from(sql.matchAll(/\?/gu), () => null),
    ...(names.length > 0 ? [Object.fromEntries(names.map((name) => [name, null]))] : []),
  ];
  const rows = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...bound);
  return rows.map((row) => PlanRow.parse(row).detail);
}

describe('the statements of the store', () => {
  it('are all looked at', () => {
    const tables = ['accounts', 'events', 'messages', 'session_agents', 'sessions', 'intents', 'answers'];
    expect(tables.filter((table) => !statements.some((sql) => sql.includes(` ${table} `)))).toEqual([]);
    // An exception that fits no statement has outlived it.
    expect(WHOLE_TABLE_IS_MEANT.filter((meant) => !statements.some((sql) => meant.test(sql)))).toEqual([]);
  });

  const indexed = statements.filter((sql) => !WHOLE_TABLE_IS_MEANT.some((meant) => meant.test(sql)));
  it.each(indexed)('find their rows by an index: %s', (sql) => {
    expect(planOf(sql).filter((step) => step.startsWith('SCAN') && step !== 'SCAN CONSTANT ROW')).toEqual([]);
  });

  it.each(statements.filter((sql) => sql.includes('LIMIT ?')))(
    'have their pages sorted already: %s',
    (sql) => {
      expect(planOf(sql).filter((step) => step.includes('TEMP B-TREE'))).toEqual([]);
    },
  );
});
