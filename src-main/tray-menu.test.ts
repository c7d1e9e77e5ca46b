import { expect, it } from 'vitest';
import { SessionRow } from '#shared/bridge/rows.ts';
import { SHELL_WORDS } from './i18n.ts';
import { MAX_SESSIONS, newest, trayMenu, trayTooltip, type TrayItem, type TrayState } from './tray-menu.ts';

const session = (fields: Record<string, unknown> = {}): SessionRow =>
  SessionRow.parse({
    id: '3073',
    version: 1,
    channelId: 'c1',
    channelKind: 'whatsapp',
    channelName: 'WhatsApp',
    sender: '+554833330000',
    address: '+5548999990000',
    contactName: 'Maria Silva',
    contactId: null,
    queueId: 'q1',
    queueName: 'Vendas',
    pickUpMode: 'manual',
    holder: null,
    origin: 'contact',
    campaignId: null,
    state: 'open',
    isArchived: false,
    replyWindowEndsAt: null,
    openedAt: 1,
    endedAt: null,
    activeAt: 1,
    lastMessage: null,
    unreadCount: 1,
    readPosition: 0,
    draft: '',
    outbox: 'clear',
    ...fields,
  });

const menu = (state: TrayState, locale: keyof typeof SHELL_WORDS = 'pt-BR'): TrayItem[] =>
  trayMenu(state, SHELL_WORDS[locale]).flat();

it('names each waiting session, to be opened or picked up', () => {
  const items = menu({ waiting: 2, unread: 5, sessions: [session(), session({ id: '4', contactName: '' })] });
  expect(items.map(({ label }) => label)).toEqual([
    '2 sessões esperando',
    'Maria Silva · Vendas',
    '+5548999990000 · Vendas',
    'Abrir o Lynk',
    'Sair do Lynk',
  ]);
  const of = { sessionId: '3073', name: 'Maria Silva' };
  expect(items[1]?.items).toEqual([
    { id: 'open:3073', label: 'Abrir', action: { kind: 'openSession', ...of } },
    { id: 'pickUp:3073', label: 'Pegar', action: { kind: 'pickUp', ...of } },
  ]);
});

it('counts those that have no line of their own', () => {
  const items = menu({ waiting: 9, unread: 0, sessions: [session()] }, 'en');
  expect(items.map(({ label }) => label)).toContain('and 8 more…');
});

it('says when nobody waits', () => {
  const state = { waiting: 0, unread: 0, sessions: [] };
  expect(menu(state, 'es')[0]).toEqual({ id: 'waiting', label: 'Nadie en espera' });
  expect(trayTooltip(state, SHELL_WORDS.es)).toBe('Lynk');
});

it('tells the counts in the tooltip', () => {
  const state = { waiting: 1, unread: 3, sessions: [session()] };
  expect(trayTooltip(state, SHELL_WORDS['pt-BR'])).toBe('Lynk — 1 sessão esperando, 3 não lidas');
  expect(trayTooltip({ ...state, waiting: 0 }, SHELL_WORDS.en)).toBe('Lynk — 3 unread');
});

it('gives the newest sessions of all lists a line', () => {
  const rows = Array.from({ length: 20 }, (_, at) => session({ id: String(at), activeAt: (at * 7) % 20 }));
  const lines = newest(rows);
  expect(lines).toHaveLength(MAX_SESSIONS);
  expect(lines[0]?.activeAt).toBe(19);
  expect(lines.at(-1)?.activeAt).toBe(8);
});
