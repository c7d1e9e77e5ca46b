// Builders of what the gateway tells: valid by default, changed by what a test cares about.
import { Contact } from '#shared/model/contact.ts';
import { Agent, Queue } from '#shared/model/directory.ts';
import { Message } from '#shared/model/message.ts';
import { Session } from '#shared/model/session.ts';
import type { Capabilities } from '#shared/link/events.ts';

export const NINE = Date.UTC(2026, 0, 5, 9);

/** A WhatsApp session of a manual queue that waits to be picked up. */
export function aSession(change: Partial<Record<keyof Session, unknown>> = {}): Session {
  return Session.parse({
    id: '1',
    version: 1,
    channelId: '10',
    channelKind: 'whatsapp',
    channelName: 'WhatsApp',
    sender: '+551130000000',
    address: '+5511987654321',
    contactName: 'Maria Souza',
    contactId: null,
    queueId: '6400',
    queueName: 'Vendas',
    pickUpMode: 'manual',
    holder: null,
    origin: 'contact',
    campaignId: null,
    state: 'open',
    isArchived: false,
    replyWindowEndsAt: null,
    openedAt: NINE,
    endedAt: null,
    activeAt: NINE,
    lastMessage: null,
    unreadCount: 1,
    readPosition: 0,
    ...change,
  });
}

/** What a contact wrote. */
export function aMessage(change: Partial<Record<keyof Message, unknown>> = {}): Message {
  const position = typeof change.position === 'number' ? change.position : 1;
  return Message.parse({
    id: `p${position}`,
    version: 1,
    sessionId: '1',
    position,
    author: { kind: 'contact', name: 'Maria Souza' },
    kind: 'text',
    text: 'Olá, preciso de atenção',
    file: null,
    template: null,
    system: null,
    state: 'received',
    failure: null,
    createdAt: NINE + position,
    ...change,
  });
}

export const ME = { extension: '1001', name: 'Ana Lima' };
export const COLLEAGUE = { extension: '1002', name: 'Bruno Dias' };

export const CAPABILITIES: Capabilities = {
  version: 1,
  canCallOut: true,
  canTransferToPlatform: false,
  canEditContacts: true,
  canSeeReadReceipts: true,
};

export function anAgent(change: Partial<Record<keyof Agent, unknown>> = {}): Agent {
  return Agent.parse({ ...COLLEAGUE, version: 1, presence: 'available', isOnline: true, ...change });
}

export function aQueue(change: Partial<Record<keyof Queue, unknown>> = {}): Queue {
  return Queue.parse({
    id: '6400',
    version: 1,
    name: 'Vendas',
    mode: 'manual',
    members: ['1001', '1002'],
    ...change,
  });
}

export function aContact(change: Partial<Record<keyof Contact, unknown>> = {}): Contact {
  return Contact.parse({
    id: '1',
    version: 1,
    name: 'João Araújo',
    company: 'Padaria Central',
    email: 'joao@example.com',
    remark: '',
    numbers: [{ kind: 'mobile_number', number: '+5511912345678' }],
    ...change,
  });
}
