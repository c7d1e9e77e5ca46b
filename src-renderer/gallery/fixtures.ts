// A small, lively call centre in three languages for the gallery and for tests: people, channels, queues, sessions
// and what was said. Everything hangs on one `now`, so that pictures do not change from day to day.
import { OutboxEntry, type MessageRow, type SessionRow } from '#shared/bridge/rows.ts';
import { AppError } from '#shared/model/errors.ts';
import { Agent, Channel, Queue } from '#shared/model/directory.ts';
import { ExtensionNumber, MessageId, SessionId } from '#shared/model/ids.ts';
import { Message, type DeliveryState } from '#shared/model/message.ts';
import { Session } from '#shared/model/session.ts';

/** 2026-11-23 14:05 in the time zone of whoever looks. */
export const FIXTURE_NOW = new Date(2026, 10, 23, 14, 5).getTime();
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

export const ME = { extension: ExtensionNumber.parse('1001'), name: 'Beatriz Lima' };

export const AGENTS = [
  { extension: '1001', name: 'Beatriz Lima', presence: 'available', isOnline: true },
  { extension: '1002', name: 'Carlos Souza', presence: 'available', isOnline: true },
  { extension: '1003', name: 'Lucía Fernández', presence: 'lunch', isOnline: true },
  { extension: '1004', name: 'Emma Johnson', presence: 'off_work', isOnline: false },
].map((agent) => Agent.parse({ ...agent, version: 1 }));

export const QUEUES = [
  { id: 'q1', name: 'Suporte', mode: 'manual', members: ['1001', '1002', '1003'] },
  { id: 'q2', name: 'Vendas', mode: 'auto', members: ['1001', '1002'] },
  { id: 'q3', name: 'Ouvidoria', mode: 'none', members: ['1001'] },
].map((queue) => Queue.parse({ ...queue, version: 1 }));

export const CHANNELS = [
  { id: 'c1', name: 'WhatsApp Voitel', kind: 'whatsapp', isConnected: true, senders: ['+551130035500'] },
  { id: 'c2', name: 'SMS 3003', kind: 'sms', isConnected: true, senders: ['+551130035501', '+12125550123'] },
  { id: 'c3', name: 'Facebook Voitel', kind: 'facebook', isConnected: true, senders: [] },
  { id: 'c4', name: 'Site', kind: 'livechat', isConnected: true, senders: [] },
].map((channel) => Channel.parse({ ...channel, version: 1 }));

/** A session that is valid as it stands; say only what matters. */
export function makeSession(
  overrides: Partial<Omit<SessionRow, 'id'>> & { id: string },
  now = FIXTURE_NOW,
): SessionRow {
  const session = Session.parse({
    version: 1,
    channelId: 'c1',
    channelKind: 'whatsapp',
    channelName: 'WhatsApp Voitel',
    sender: '+551130035500',
    address: '+5511987654321',
    contactName: '',
    contactId: null,
    queueId: 'q1',
    queueName: 'Suporte',
    pickUpMode: 'manual',
    holder: null,
    origin: 'contact',
    campaignId: null,
    state: 'open',
    isArchived: false,
    replyWindowEndsAt: null,
    openedAt: now - HOUR,
    endedAt: null,
    activeAt: now - 5 * MINUTE,
    lastMessage: null,
    unreadCount: 0,
    readPosition: 0,
    ...overrides,
  });
  return { ...session, draft: overrides.draft ?? '', outbox: overrides.outbox ?? 'clear' };
}

/** The newest line of a session, for its row. */
export function lastLine(
  preview: string,
  by: 'contact' | 'agent' | 'external' | 'system',
  at: number,
  state: DeliveryState = 'received',
): SessionRow['lastMessage'] {
  return { id: MessageId.parse(`last-${at}`), by, kind: 'text', preview, state, at };
}

/** A message that is valid as it stands. */
export function makeMessage(
  overrides: Partial<Omit<MessageRow, 'id' | 'sessionId'>> & { id: string; sessionId: string },
): MessageRow {
  const { position = 1, ...rest } = overrides;
  const message = Message.parse({
    version: 1,
    author: { kind: 'contact', name: 'Maria Oliveira' },
    kind: 'text',
    text: 'Bom dia!',
    file: null,
    template: null,
    system: null,
    state: 'received',
    failure: null,
    createdAt: FIXTURE_NOW,
    ...rest,
    position: position ?? 0,
  });
  return { ...message, position };
}

const mine = { extension: ME.extension, name: ME.name };
const carlos = { extension: ExtensionNumber.parse('1002'), name: 'Carlos Souza' };

/** The sessions of the demo, newest first. */
export function fixtureSessions(now = FIXTURE_NOW): SessionRow[] {
  const make = (overrides: Parameters<typeof makeSession>[0]): SessionRow => makeSession(overrides, now);
  const sms = {
    channelId: CHANNELS[1]?.id,
    channelKind: 'sms',
    channelName: 'SMS 3003',
    sender: '+551130035501',
  } as const;
  const facebook = {
    channelId: CHANNELS[2]?.id,
    channelKind: 'facebook',
    channelName: 'Facebook Voitel',
    sender: 'voitel',
    address: 'fb-20931',
  } as const;
  const chat = {
    channelId: CHANNELS[3]?.id,
    channelKind: 'livechat',
    channelName: 'Site',
    sender: 'site',
    address: 'visitante-482',
  } as const;
  const defined = <T extends object>(value: T): { [Key in keyof T]-?: NonNullable<T[Key]> } =>
    value as { [Key in keyof T]-?: NonNullable<T[Key]> };
  const rows: SessionRow[] = [
    make({
      id: '3101',
      contactName: 'Maria Oliveira',
      activeAt: now - MINUTE,
      unreadCount: 2,
      replyWindowEndsAt: now + 23 * HOUR + 58 * MINUTE,
      lastMessage: lastLine('Oi, minha internet caiu de novo. Podem me ajudar?', 'contact', now - MINUTE),
    }),
    make({
      ...defined(sms),
      id: '3100',
      address: '+5511912345678',
      activeAt: now - 4 * MINUTE,
      unreadCount: 1,
      lastMessage: lastLine('Qual o horário de atendimento?', 'contact', now - 4 * MINUTE),
    }),
    make({
      id: '3099',
      contactName: 'Fernando Oliveira',
      holder: mine,
      activeAt: now - 12 * MINUTE,
      replyWindowEndsAt: now + 42 * MINUTE,
      lastMessage: lastLine('De nada! Boa sorte!', 'agent', now - 12 * MINUTE, 'read'),
    }),
    make({
      ...defined(facebook),
      id: '3098',
      contactName: 'James O’Connor',
      queueId: QUEUES[1]?.id ?? null,
      queueName: 'Vendas',
      pickUpMode: 'auto',
      holder: mine,
      activeAt: now - 25 * MINUTE,
      replyWindowEndsAt: now + 20 * HOUR,
      unreadCount: 12,
      lastMessage: lastLine('Could you send me the prices for 40 extensions?', 'contact', now - 25 * MINUTE),
    }),
    make({
      ...defined(chat),
      id: '3097',
      contactName: 'Visitante 482',
      queueId: QUEUES[2]?.id ?? null,
      queueName: 'Ouvidoria',
      pickUpMode: 'none',
      activeAt: now - 50 * MINUTE,
      lastMessage: lastLine(
        'Gostaria de registrar uma reclamação sobre a cobrança do mês passado.',
        'contact',
        now - 50 * MINUTE,
      ),
    }),
    make({
      ...defined(sms),
      id: '3096',
      contactName: 'Lucía Gómez',
      address: '+34612345678',
      holder: mine,
      activeAt: now - 2 * HOUR,
      draft: '¿Puede enviarme el número de pedido',
      lastMessage: lastLine('¿Cuándo llega mi pedido?', 'contact', now - 2 * HOUR),
    }),
    make({
      id: '3095',
      contactName: 'Padaria São Jorge',
      holder: mine,
      activeAt: now - 3 * HOUR,
      outbox: 'failed',
      replyWindowEndsAt: now - HOUR,
      lastMessage: lastLine('Segue a segunda via do boleto.', 'agent', now - 3 * HOUR, 'failed'),
    }),
    make({
      ...defined(sms),
      id: '3094',
      contactName: 'Emily Carter',
      address: '+12125550147',
      holder: mine,
      activeAt: now - 4 * HOUR,
      outbox: 'waiting',
      lastMessage: lastLine('We will call you back this afternoon.', 'agent', now - 4 * HOUR, 'queued'),
    }),
    make({
      id: '3093',
      contactName: 'João Pedro Albuquerque Cavalcanti de Vasconcelos',
      holder: carlos,
      activeAt: now - 26 * HOUR,
      lastMessage: lastLine('boleto-novembro.pdf', 'contact', now - 26 * HOUR),
    }),
    make({
      id: '3080',
      contactName: '王小明',
      address: '+8613812345678',
      holder: mine,
      activeAt: now - 4 * 24 * HOUR,
      lastMessage: lastLine('请问什么时候可以安装？', 'contact', now - 4 * 24 * HOUR),
    }),
    make({
      id: '3061',
      contactName: 'Ana Ribeiro',
      holder: mine,
      isArchived: true,
      activeAt: now - 6 * 24 * HOUR,
      lastMessage: lastLine('Obrigada pela ajuda!', 'contact', now - 6 * 24 * HOUR),
    }),
    make({
      id: '3055',
      contactName: 'Oficina do Zé',
      state: 'ended',
      holder: mine,
      endedAt: now - 9 * 24 * HOUR,
      activeAt: now - 9 * 24 * HOUR,
      lastMessage: lastLine('Encerrado', 'system', now - 9 * 24 * HOUR),
    }),
    make({
      id: '3040',
      contactName: 'Campanha – Rita Melo',
      origin: 'campaign',
      holder: mine,
      activeAt: now - 90 * MINUTE,
      unreadCount: 1,
      replyWindowEndsAt: now + 22 * HOUR,
      lastMessage: lastLine('Quero saber mais da promoção', 'contact', now - 90 * MINUTE),
    }),
  ];
  return rows.toSorted((a, b) => b.activeAt - a.activeAt);
}

/** A conversation for any session: enough to fill a screen. */
export function fixtureMessages(sessionId: string, now = FIXTURE_NOW): MessageRow[] {
  const contact = { kind: 'contact', name: 'Maria Oliveira' } as const;
  const agent = { kind: 'agent', extension: ME.extension, name: ME.name } as const;
  const at = (minutes: number): number => now - minutes * MINUTE;
  const lines: [Partial<Omit<MessageRow, 'id' | 'sessionId'>>, number][] = [
    [{ author: contact, text: 'Oi, tudo bem? Ontem a minha internet caiu às 20h e não voltou.' }, 1500],
    [{ author: agent, text: 'Olá, Maria! Vou verificar a sua linha agora mesmo.', state: 'read' }, 1495],
    [
      {
        author: contact,
        text: 'Obrigada! O protocolo é 2026-11-4821, está em https://exemplo.com.br/protocolo',
      },
      1490,
    ],
    [
      {
        author: { kind: 'system' },
        kind: 'system',
        text: '',
        system: { event: 'pickedUp', by: ME.name, to: null, durationMs: null },
      },
      30,
    ],
    [
      {
        author: agent,
        text: 'Refiz a configuração do seu equipamento. Pode reiniciar o roteador?',
        state: 'delivered',
      },
      20,
    ],
    [{ author: contact, text: 'Reiniciei. Funcionou por dez minutos 😀' }, 12],
    [{ author: contact, text: 'Oi, minha internet caiu de novo. Podem me ajudar?' }, 1],
  ];
  return lines.map(([line, minutes], index) =>
    makeMessage({
      ...line,
      id: `m${sessionId}-${index + 1}`,
      sessionId,
      position: index + 1,
      createdAt: at(minutes),
    }),
  );
}

export const sessionId = (id: string): SessionId => SessionId.parse(id);

/** One entry of each kind that a person can meet in the outbox. */
export function fixtureOutbox(now = FIXTURE_NOW): OutboxEntry[] {
  const entry = (id: string, session: string, rest: Pick<OutboxEntry, 'state' | 'error'>): OutboxEntry =>
    OutboxEntry.parse({
      commandId: id,
      name: 'message.send',
      sessionId: session,
      messageId: id,
      createdAt: now - 8 * MINUTE,
      ...rest,
    });
  return [
    entry('out-1', '3094', { state: 'queued', error: null }),
    entry('out-2', '3099', { state: 'unconfirmed', error: null }),
    entry('out-3', '3095', { state: 'failed', error: new AppError('message.replyWindowOver').toData() }),
  ];
}

/** A long list for scrolling, newest first. */
export function manySessions(count: number, now = FIXTURE_NOW): SessionRow[] {
  return Array.from({ length: count }, (_, index) =>
    makeSession({
      id: String(900_000 - index),
      contactName: `Contato ${index + 1}`,
      holder: index % 3 === 0 ? null : mine,
      activeAt: now - index * 30_000,
      unreadCount: index % 5,
      lastMessage: lastLine(`Mensagem número ${index + 1}`, 'contact', now - index * 30_000),
    }),
  );
}
