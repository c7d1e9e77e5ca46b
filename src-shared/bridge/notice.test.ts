import { expect, it } from 'vitest';
import { Change } from './changes.ts';
import { noticeOf, settles } from './notice.ts';

const row = {
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
  holder: null as { extension: string; name: string } | null,
  origin: 'contact',
  campaignId: null,
  state: 'open',
  isArchived: false,
  replyWindowEndsAt: null,
  openedAt: 1,
  endedAt: null,
  activeAt: 1,
  lastMessage: { id: 'p1', by: 'contact', kind: 'text', preview: 'Oi!', state: 'received', at: 1 },
  unreadCount: 1,
  readPosition: 0,
  draft: '',
  outbox: 'clear',
};
const change = (fields: Record<string, unknown>): Change => Change.parse(fields);
const attention = (about: string, of: object = {}): Change =>
  change({ kind: 'attention', eventId: 'e:1', about, row: { ...row, ...of } });

it('offers a waiting session to be picked up', () => {
  expect(noticeOf(attention('sessionWaiting'), 'pt-BR')).toEqual({
    eventId: 'e:1',
    about: 'sessionWaiting',
    sessionId: '3073',
    title: 'Maria Silva está esperando em Vendas',
    body: 'Oi!',
    canPickUp: true,
  });
});

it('has no button where nobody can pick up, nor on a message of a session', () => {
  expect(noticeOf(attention('sessionWaiting', { pickUpMode: 'none' }), 'en')?.canPickUp).toBe(false);
  expect(noticeOf(attention('messageArrived'), 'en')).toMatchObject({
    title: 'Maria Silva',
    canPickUp: false,
  });
});

it('names who has no name by number, and a message without text by what it is', () => {
  const notice = noticeOf(attention('transferredToMe', { contactName: '', lastMessage: null }), 'es');
  expect(notice).toMatchObject({ title: '+5548999990000 te fue transferido', body: 'Mensaje nuevo' });
});

it('sums a backlog up, and is silent about an empty one', () => {
  const backlog = (waitingSessions: number, messages: number): Change =>
    change({ kind: 'backlog', eventId: 'e:9', waitingSessions, messages });
  expect(noticeOf(backlog(1, 12), 'pt-BR')).toMatchObject({
    sessionId: null,
    body: '1 sessão esperando · 12 mensagens novas',
  });
  expect(noticeOf(backlog(0, 0), 'pt-BR')).toBeNull();
});

it('says nothing about anything else', () => {
  expect(noticeOf(change({ kind: 'session', row }), 'en')).toBeNull();
});

it('takes back a waiting notice when somebody holds the session, it ended or it is gone', () => {
  const notice = noticeOf(attention('sessionWaiting'), 'en')!;
  const held = change({ kind: 'session', row: { ...row, holder: { extension: '1002', name: 'Ana' } } });
  const ended = change({ kind: 'session', row: { ...row, state: 'ended' } });
  const gone = change({ kind: 'sessionGone', sessionId: '3073', reason: 'pickedUpByOther', by: 'Ana' });
  for (const settling of [held, ended, gone]) expect(settles(settling, notice)).toBe(true);
  expect(settles(change({ kind: 'session', row: { ...row, unreadCount: 2 } }), notice)).toBe(false);
  expect(settles(change({ kind: 'session', row: { ...row, id: '9', state: 'ended' } }), notice)).toBe(false);
});

it('keeps the notice of a message while its session lives', () => {
  const notice = noticeOf(attention('messageArrived'), 'en')!;
  const held = change({ kind: 'session', row: { ...row, holder: { extension: '1001', name: 'Eu' } } });
  expect(settles(held, notice)).toBe(false);
});
