// The tables on both SQL drivers: what lists, counts, searches and threads give, and that no hot query scans.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aContact, aMessage, anAgent, aSession, COLLEAGUE, ME, NINE } from '#tests/support/entities.ts';
import { silentLog } from '#tests/support/service-fixture.ts';
import { SQL_DRIVERS } from '#tests/support/sql-drivers.ts';
import { MESSAGE_QUERIES } from './messages.ts';
import { WAITING_OF_SESSION } from './outbox-entries.ts';
import { pageQuery, type PageOptions } from './sessions.ts';
import { CACHE_FILE, openStore, OUTBOX_FILE, type Store } from './store.ts';
import { matchExpression, parseQuery } from './words.ts';
import type { SqlFiles } from '../ports.ts';

const page = (change: Partial<PageOptions> = {}): PageOptions => ({
  list: 'recent',
  filter: {},
  text: '',
  before: null,
  limit: 50,
  extension: ME.extension,
  ...change,
});

describe.each(SQL_DRIVERS)('the store on $name', (driver) => {
  let place: Awaited<ReturnType<typeof driver.create>>;
  let files: SqlFiles;
  let store: Store;
  beforeEach(async () => {
    place = await driver.create();
    files = place.account('a');
    store = openStore(files, silentLog);
  });
  afterEach(() => {
    store.close();
    place.dispose();
  });

  const found = (text: string, sessionId?: string): string[] =>
    store.messages.search(parseQuery(text), sessionId, null, 50).map(({ id }) => id);
  const ids = (options: PageOptions): string[] => store.sessions.page(options).map(({ id }) => id);

  it('pages through sessions newest first, without gaps or repeats when moments are equal', () => {
    for (let id = 1; id <= 25; id += 1) {
      store.sessions.put(aSession({ id: String(id), activeAt: NINE + Math.floor(id / 5) }), 1);
    }
    const seen: string[] = [];
    let before: PageOptions['before'] = null;
    for (;;) {
      const rows = store.sessions.page(page({ before, limit: 4 }));
      seen.push(...rows.map(({ id }) => id));
      const last = rows.at(-1);
      if (last === undefined) break;
      before = { activeAt: last.activeAt, id: last.id };
    }
    expect(seen).toHaveLength(25);
    expect(new Set(seen).size).toBe(25);
    expect(seen[0]).toBe('25');
  });

  it('narrows a list by state, queue, channel, holder, name without accents and any part of a number', () => {
    store.sessions.put(aSession({ id: '1', contactName: 'João Araújo', address: '+5511987654321' }), 1);
    store.sessions.put(
      aSession({ id: '2', contactName: 'Zoë', holder: ME, unreadCount: 0, queueId: '7' }),
      1,
    );
    store.sessions.put(
      aSession({ id: '3', contactName: '王小明', holder: COLLEAGUE, channelKind: 'sms' }),
      1,
    );
    expect(ids(page({ filter: { only: 'waiting' } }))).toEqual(['1']);
    expect(ids(page({ filter: { only: 'mine' } }))).toEqual(['2']);
    expect(ids(page({ filter: { only: 'unread' } }))).toEqual(['3', '1']);
    expect(ids(page({ filter: { queueId: '7' } }))).toEqual(['2']);
    expect(ids(page({ filter: { channelKind: 'sms' } }))).toEqual(['3']);
    expect(ids(page({ text: 'araujo joa' }))).toEqual(['1']);
    expect(ids(page({ text: '小明' }))).toEqual(['3']);
    expect(ids(page({ text: '98765-4321' }))).toEqual(['3', '2', '1']);
    store.sessions.put(aSession({ id: '1', version: 2, contactName: 'Outro nome' }), 1);
    expect(ids(page({ text: 'araujo' }))).toEqual([]);
  });

  it('counts as sessions come, move between lists, are read and go', () => {
    store.sessions.put(aSession({ id: '1' }), 1);
    store.sessions.put(aSession({ id: '2', holder: ME, unreadCount: 0 }), 1);
    expect(store.sessions.counts()).toMatchObject({ recent: { total: 2, unread: 1 }, waiting: 1 });
    store.sessions.put(aSession({ id: '1', version: 2, isArchived: true, holder: ME }), 1);
    expect(store.sessions.counts()).toMatchObject({
      recent: { total: 1, unread: 0 },
      archived: { total: 1, unread: 1 },
      waiting: 0,
    });
    store.sessions.remove('1', 2);
    expect(store.sessions.counts().archived).toEqual({ total: 0, unread: 0 });
  });

  it('changes nothing when a version comes twice or too late', () => {
    expect(store.sessions.put(aSession({ version: 3 }), 1).isNews).toBe(true);
    expect(store.sessions.put(aSession({ version: 3, contactName: 'X' }), 1).isNews).toBe(false);
    expect(store.sessions.put(aSession({ version: 2, contactName: 'X' }), 1).isNews).toBe(false);
    expect(store.sessions.remove('1', 2)).toBe(false);
    expect(store.sessions.get('1')?.contactName).toBe('Maria Souza');
    store.messages.put(aMessage({ state: 'read', version: 4, author: { kind: 'agent', ...ME } }), 1);
    store.messages.put(aMessage({ state: 'sent', version: 5, author: { kind: 'agent', ...ME } }), 1);
    expect(store.messages.get('p1')?.state).toBe('read');
  });

  it('finds words by prefix, phrases, accents, one Chinese character, and nothing that is not there', () => {
    store.sessions.put(aSession(), 1);
    const texts = ['Olá, atenção ao pedido', 'segunda via do boleto', '我的订单在哪里', 'boleto pago ontem'];
    texts.forEach((text, index) => store.messages.put(aMessage({ position: index + 1, text }), 1));
    expect(found('atencao')).toEqual(['p1']);
    expect(found('BOL')).toEqual(['p4', 'p2']);
    expect(found('"segunda via"')).toEqual(['p2']);
    expect(found('"via segunda"')).toEqual([]);
    expect(found('单')).toEqual(['p3']);
    expect(found('订单')).toEqual(['p3']);
    expect(found('单订')).toEqual([]);
    expect(found('o')).toEqual(['p4', 'p1']);
    expect(found('inexistente')).toEqual([]);
  });

  it('searches one session alone and pages newest first', () => {
    store.sessions.put(aSession({ id: '1' }), 1);
    store.sessions.put(aSession({ id: 'B-2' }), 1);
    for (let position = 1; position <= 6; position += 1) {
      const sessionId = position % 2 === 0 ? '1' : 'B-2';
      store.messages.put(aMessage({ sessionId, position, text: 'pedido' }), 1);
    }
    expect(found('pedido', 'B-2')).toEqual(['p5', 'p3', 'p1']);
    const last = { createdAt: NINE + 5, id: 'p5' };
    expect(store.messages.search(parseQuery('ped'), undefined, last, 2).map(({ id }) => id)).toEqual([
      'p4',
      'p3',
    ]);
  });

  it('forgets the words of a message whose text changed or that went', () => {
    store.sessions.put(aSession(), 1);
    store.messages.put(aMessage({ text: 'antes' }), 1);
    store.messages.put(aMessage({ text: 'depois', version: 2 }), 1);
    expect(found('antes')).toEqual([]);
    expect(found('depois')).toEqual(['p1']);
    store.messages.removeOf('1');
    expect(found('depois')).toEqual([]);
  });

  it('finds contacts by name, company and part of a number, in the order of their names', () => {
    store.contacts.put(aContact({ id: '1', name: 'Zélia' }), 1);
    store.contacts.put(aContact({ id: '2', name: 'Álvaro' }), 1);
    store.contacts.put(aContact({ id: '3', name: 'Bia', company: 'Outra', numbers: [] }), 1);
    const names = (text: string) => store.contacts.search(text, 10).map(({ name }) => name);
    expect(names('')).toEqual(['Álvaro', 'Bia', 'Zélia']);
    expect(names('padaria')).toEqual(['Álvaro', 'Zélia']);
    expect(names('zelia')).toEqual(['Zélia']);
    expect(names('1234-5678')).toEqual(['Álvaro', 'Zélia']);
    store.contacts.remove('1', 1);
    expect(names('zelia')).toEqual([]);
  });

  it('sweeps what a snapshot did not name, and keeps the newer over the older generation', () => {
    store.sessions.put(aSession({ id: '1', version: 9 }), 1);
    store.sessions.put(aSession({ id: '2' }), 1);
    store.agents.put(anAgent(), 1);
    store.sessions.put(aSession({ id: '1', version: 2, contactName: 'Nova' }), 2);
    expect(store.sessions.sweep(2)).toEqual(['2']);
    store.agents.sweep(2);
    expect(store.sessions.get('1')?.contactName).toBe('Nova');
    expect(store.agents.all()).toEqual([]);
  });

  it('rolls back all of a transaction that throws', () => {
    const failing = () =>
      store.transaction(() => {
        store.sessions.put(aSession(), 1);
        throw new Error('no');
      });
    expect(failing).toThrow('no');
    expect(store.sessions.get('1')).toBeNull();
    expect(store.transaction(() => 1)).toBe(1);
  });

  it('refuses an outbox that a newer Lynk wrote, and makes a newer cache anew', () => {
    store.sessions.put(aSession(), 1);
    store.database.exec('PRAGMA main.user_version = 9990');
    store.close();
    store = openStore(files, silentLog);
    expect(store.setAside).toMatchObject([{ file: CACHE_FILE, error: { code: 'store.tooNew' } }]);
    expect(store.sessions.get('1')).toBeNull();
    store.database.exec('PRAGMA outbox.user_version = 9990');
    expect(() => openStore(files, silentLog)).toThrow(expect.objectContaining({ code: 'store.tooNew' }));
    expect(OUTBOX_FILE).toBe('outbox.sqlite');
  });

  it('never sets an outbox aside for a reason that may pass', () => {
    const quarantined: string[] = [];
    const locked: SqlFiles = {
      open: () => {
        throw new Error('the disk is away');
      },
      quarantine: (name) => {
        quarantined.push(name);
        return name;
      },
      remove: () => undefined,
    };
    expect(() => openStore(locked, silentLog)).toThrow('the disk is away');
    expect(quarantined).toEqual([]);
  });

  it('tells each event once, also after a restart', () => {
    expect(store.toldEvents.claim('e1:7', NINE)).toBe(true);
    expect(store.toldEvents.claim('e1:7', NINE)).toBe(false);
    store.close();
    store = openStore(files, silentLog);
    expect(store.toldEvents.claim('e1:7', NINE)).toBe(false);
  });

  describe('reads by index', () => {
    const plan = (sql: string, parameters: readonly (string | number)[]): string =>
      store.database
        .prepare(`EXPLAIN QUERY PLAN ${sql}`)
        .all(...parameters)
        .map((row) => String(row['detail']))
        .join('\n');
    /** A virtual table always reads "SCAN"; with an index number behind it, it is a lookup. */
    const scans = (told: string): string[] =>
      told.split('\n').filter((line) => line.startsWith('SCAN') && !line.includes('VIRTUAL TABLE INDEX'));

    it.each([
      ['a page', page()],
      ['the next page', page({ before: { activeAt: 1, id: aSession().id } })],
      ['waiting ones', page({ filter: { only: 'waiting' } })],
      ['unread ones', page({ filter: { only: 'unread' } })],
      ['mine', page({ filter: { only: 'mine' } })],
      ['a channel of a queue', page({ filter: { channelKind: 'sms', queueId: '1' } })],
      ['a name', page({ text: 'maria' })],
    ])('sessions: %s', (_what, options) => {
      const { sql, parameters } = pageQuery(options);
      const told = plan(sql, parameters as string[]);
      expect(scans(told)).toEqual([]);
      expect(told).toContain('USING INDEX sessions_list');
      expect(told).not.toContain('USE TEMP B-TREE');
    });

    it.each([
      ['newest', ['1', 50]],
      ['before', ['1', 7, 50]],
      ['after', ['1', 7, 50]],
      ['search', [matchExpression(parseQuery('ola')), Number.MAX_SAFE_INTEGER, 50]],
    ] as const)('messages: %s', (name, parameters) => {
      const told = plan(MESSAGE_QUERIES[name], parameters);
      expect(scans(told)).toEqual([]);
      expect(told).not.toContain('USE TEMP B-TREE');
    });

    it('the waiting messages of a session', () => {
      expect(scans(plan(WAITING_OF_SESSION, ['1']))).toEqual([]);
    });
  });
});
