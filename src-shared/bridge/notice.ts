// What a notification says, for both hosts: one notice for each change that asks for attention. Only the feed's
// `attention` and `backlog` do; whoever shows a notice first claims its `eventId` (`attention.claim`).
import { canPickUp } from '../model/session.ts';
import type { SessionId } from '../model/ids.ts';
import type { Change } from './changes.ts';
import type { SessionRow } from './rows.ts';
import type { Locale } from './shell-contract.ts';

export interface Notice {
  readonly eventId: string;
  readonly about: 'sessionWaiting' | 'messageArrived' | 'transferredToMe' | 'backlog';
  /** What a click opens; null opens the window only. */
  readonly sessionId: SessionId | null;
  readonly title: string;
  readonly body: string;
  /** True where the notice may carry the button *Pegar*. */
  readonly canPickUp: boolean;
}

interface NoticeWords {
  /** Before the name of a contact: who waits, where. */
  waiting(name: string, queue: string): string;
  transferred(name: string): string;
  backlog: string;
  sessionsWaiting(count: number): string;
  messagesArrived(count: number): string;
  /** In place of a message without text. */
  newMessage: string;
  pickUp: string;
  pickUpFailed(name: string): string;
  pickedUpBy(agent: string): string;
  lookInside: string;
  test: string;
  testBody: string;
}

const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

/** The words of notifications and of their answers. */
export const NOTICE_WORDS = {
  'pt-BR': {
    waiting: (name, queue) =>
      queue === '' ? `${name} está esperando` : `${name} está esperando em ${queue}`,
    transferred: (name) => `${name} foi transferido para você`,
    backlog: 'Enquanto você estava fora',
    sessionsWaiting: (count) => plural(count, 'sessão esperando', 'sessões esperando'),
    messagesArrived: (count) => plural(count, 'mensagem nova', 'mensagens novas'),
    newMessage: 'Nova mensagem',
    pickUp: 'Pegar',
    pickUpFailed: (name) => `A sessão de ${name} não foi pega`,
    pickedUpBy: (agent) => `${agent} pegou primeiro.`,
    lookInside: 'Abra o Lynk para ver o motivo.',
    test: 'As notificações funcionam',
    testBody: 'É assim que o Lynk avisa quando alguém escreve.',
  },
  en: {
    waiting: (name, queue) => (queue === '' ? `${name} is waiting` : `${name} is waiting in ${queue}`),
    transferred: (name) => `${name} was transferred to you`,
    backlog: 'While you were away',
    sessionsWaiting: (count) => plural(count, 'session waiting', 'sessions waiting'),
    messagesArrived: (count) => plural(count, 'new message', 'new messages'),
    newMessage: 'New message',
    pickUp: 'Pick up',
    pickUpFailed: (name) => `The session of ${name} was not picked up`,
    pickedUpBy: (agent) => `${agent} picked it up first.`,
    lookInside: 'Open Lynk to see why.',
    test: 'Notifications work',
    testBody: 'This is how Lynk tells you that somebody writes.',
  },
  es: {
    waiting: (name, queue) =>
      queue === '' ? `${name} está esperando` : `${name} está esperando en ${queue}`,
    transferred: (name) => `${name} te fue transferido`,
    backlog: 'Mientras no estabas',
    sessionsWaiting: (count) => plural(count, 'sesión en espera', 'sesiones en espera'),
    messagesArrived: (count) => plural(count, 'mensaje nuevo', 'mensajes nuevos'),
    newMessage: 'Mensaje nuevo',
    pickUp: 'Tomar',
    pickUpFailed: (name) => `No se tomó la sesión de ${name}`,
    pickedUpBy: (agent) => `${agent} la tomó primero.`,
    lookInside: 'Abre Lynk para ver el motivo.',
    test: 'Las notificaciones funcionan',
    testBody: 'Así avisa Lynk cuando alguien escribe.',
  },
} as const satisfies Record<Locale, NoticeWords>;

/** The contact's name, or the number where nobody knows a name. */
export function nameOf(row: Pick<SessionRow, 'contactName' | 'address'>): string {
  return row.contactName === '' ? row.address : row.contactName;
}

/** The notice that a change asks for, or null. */
export function noticeOf(change: Change, locale: Locale): Notice | null {
  const words: NoticeWords = NOTICE_WORDS[locale];
  if (change.kind === 'backlog') {
    const parts: string[] = [];
    if (change.waitingSessions > 0) parts.push(words.sessionsWaiting(change.waitingSessions));
    if (change.messages > 0) parts.push(words.messagesArrived(change.messages));
    if (parts.length === 0) return null;
    const { eventId } = change;
    return {
      eventId,
      about: 'backlog',
      sessionId: null,
      title: words.backlog,
      body: parts.join(' · '),
      canPickUp: false,
    };
  }
  if (change.kind !== 'attention') return null;
  const { eventId, about, row } = change;
  const name = nameOf(row);
  const titles = {
    sessionWaiting: words.waiting(name, row.queueName),
    transferredToMe: words.transferred(name),
    messageArrived: name,
  };
  const preview = row.lastMessage?.preview ?? '';
  return {
    eventId,
    about,
    sessionId: row.id,
    title: titles[about],
    body: preview === '' ? words.newMessage : preview,
    canPickUp: about === 'sessionWaiting' && canPickUp(row),
  };
}

/** True when `change` makes the notice pointless: its session is gone, or nobody waits in it any more. */
export function settles(change: Change, notice: Pick<Notice, 'about' | 'sessionId'>): boolean {
  if (change.kind === 'sessionGone') return change.sessionId === notice.sessionId;
  if (change.kind !== 'session' || notice.about !== 'sessionWaiting') return false;
  const { row } = change;
  return row.id === notice.sessionId && (row.state === 'ended' || row.holder !== null);
}
