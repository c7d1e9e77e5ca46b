// One example of everything that crosses the link, for the generated page. Typed by the schemas, so that an
// example that no longer fits does not compile.
import type { z } from 'zod';
import type { COMMANDS, CommandName } from '#shared/link/commands.ts';
import type { Ephemeral, Event, EventKind } from '#shared/link/events.ts';
import type { ClientFrame, ServerFrame } from '#shared/link/frames.ts';

type ServerInput = z.input<typeof ServerFrame>;
type ClientInput = z.input<typeof ClientFrame>;
type EventInput = z.input<typeof Event>;

const AT = 1_795_400_000_000;
const ID = '01980f3e-7c1a-7b52-9c0e-0d9a3f5b7e21';

export const SESSION = {
  id: '3073',
  version: 4,
  channelId: '3',
  channelKind: 'whatsapp',
  channelName: 'WhatsApp Atendimento',
  sender: '+551131031000',
  address: '+5511987650002',
  contactName: 'Marina Alves',
  contactId: '2',
  queueId: '1',
  queueName: 'Atendimento',
  pickUpMode: 'manual',
  holder: null,
  origin: 'contact',
  campaignId: null,
  state: 'open',
  isArchived: false,
  replyWindowEndsAt: AT + 86_400_000,
  openedAt: AT,
  endedAt: null,
  activeAt: AT,
  lastMessage: { id: 'p99121', by: 'contact', kind: 'text', preview: 'Oi!', state: 'received', at: AT },
  unreadCount: 1,
  readPosition: 0,
} as const;

const MESSAGE = {
  id: 'p99121',
  version: 1,
  sessionId: '3073',
  position: 99_121,
  author: { kind: 'contact', name: 'Marina Alves' },
  kind: 'text',
  text: 'Oi!',
  file: null,
  template: null,
  system: null,
  state: 'received',
  failure: null,
  createdAt: AT,
} as const;

const AGENT = {
  extension: '1002',
  version: 7,
  name: 'Bruno Lima',
  presence: 'available',
  isOnline: true,
} as const;
const CONTACT = {
  id: '2',
  version: 1,
  name: 'Marina Alves',
  company: '',
  email: '',
  remark: '',
  numbers: [{ kind: 'mobile_number' as const, number: '+5511987650002' }],
};
const TEMPLATE = {
  id: '501',
  version: 1,
  channelId: '3',
  externalId: '1617698099100501',
  name: 'boas_vindas',
  language: 'pt_BR',
  category: 'UTILITY',
  variables: 'named' as const,
  components: [{ kind: 'body' as const, text: 'Olá, {{nome}}!' }],
};
const CAPABILITIES = {
  version: 1,
  canCallOut: true,
  canTransferToPlatform: false,
  canEditContacts: true,
  canSeeReadReceipts: true,
};
const QUEUE = {
  id: '1',
  version: 1,
  name: 'Atendimento',
  mode: 'manual' as const,
  members: ['1001', '1002'],
};
const FIELDS = {
  firstName: 'Marina',
  lastName: 'Alves',
  company: '',
  email: '',
  remark: '',
  numbers: [{ kind: 'mobile_number' as const, number: '+5511987650002' }],
};

export const EVENT_EXAMPLES: { readonly [Kind in EventKind]: Extract<EventInput, { kind: Kind }> } = {
  'session.put': { kind: 'session.put', session: SESSION },
  'session.gone': {
    kind: 'session.gone',
    sessionId: '3073',
    version: 5,
    reason: 'pickedUpByOther',
    by: 'Bruno Lima',
  },
  'message.put': { kind: 'message.put', message: MESSAGE },
  'queue.put': { kind: 'queue.put', queue: QUEUE },
  'agent.put': { kind: 'agent.put', agent: AGENT },
  'channel.put': {
    kind: 'channel.put',
    channel: {
      id: '3',
      version: 1,
      name: 'WhatsApp Atendimento',
      kind: 'whatsapp',
      isConnected: true,
      senders: ['+551131031000'],
    },
  },
  'contact.put': { kind: 'contact.put', contact: CONTACT },
  'contact.gone': { kind: 'contact.gone', contactId: '2', version: 2 },
  'template.put': { kind: 'template.put', template: TEMPLATE },
  'template.gone': { kind: 'template.gone', templateId: '501', version: 2 },
  'campaign.put': {
    kind: 'campaign.put',
    campaign: {
      id: '1',
      version: 1,
      name: 'Natal',
      kind: 'whatsapp',
      sender: '+551131031000',
      status: 'completed',
      failedCount: 1,
      totalCount: 4,
      sendAt: AT,
    },
  },
  'call.put': {
    kind: 'call.put',
    call: {
      id: '1650095575.872',
      version: 2,
      sessionId: '3073',
      number: '+5511987650002',
      state: 'ringing',
      reason: null,
      startedAt: AT,
      answeredAt: null,
      endedAt: null,
    },
  },
  'capabilities.put': { kind: 'capabilities.put', capabilities: CAPABILITIES },
};

export const EPHEMERAL_EXAMPLE: z.input<typeof Ephemeral> = {
  kind: 'typing',
  sessionId: '3073',
  extension: '1002',
  name: 'Bruno Lima',
  untilAt: AT + 8000,
};

const PUT = EVENT_EXAMPLES['session.put'];

export const SERVER_EXAMPLES: { readonly [F in ServerFrame['frame']]: Extract<ServerInput, { frame: F }> } = {
  hello: {
    frame: 'hello',
    protocol: 1,
    heartbeatMs: 25_000,
    serverTime: AT,
    limits: { maxFrameBytes: 1_048_576 },
  },
  welcome: {
    frame: 'welcome',
    agent: { extension: '1001', name: 'Ana Souza' },
    capabilities: CAPABILITIES,
    epoch: '517f0998-301d-4884-b066-3c91a4f698c8',
    resumed: false,
    reason: 'firstTime',
  },
  refused: {
    frame: 'refused',
    code: 'auth.tokenInvalid',
    message: 'This sign-in is no longer valid.',
    retryable: false,
  },
  replay: { frame: 'replay', page: 1, events: [{ seq: 42, at: AT, event: PUT }] },
  snapshotStart: { frame: 'snapshotStart', epoch: '517f0998-301d-4884-b066-3c91a4f698c8', seq: 41 },
  snapshotPage: { frame: 'snapshotPage', page: 1, events: [PUT] },
  snapshotEnd: { frame: 'snapshotEnd' },
  caughtUp: { frame: 'caughtUp', seq: 42 },
  event: { frame: 'event', seq: 43, at: AT, event: EVENT_EXAMPLES['session.gone'] },
  ephemeral: { frame: 'ephemeral', event: EPHEMERAL_EXAMPLE },
  heartbeatAck: { frame: 'heartbeatAck', serverTime: AT },
  ack: { frame: 'ack', commandId: ID, result: {} },
  nack: {
    frame: 'nack',
    commandId: ID,
    error: {
      code: 'session.alreadyPickedUp',
      message: 'Bruno Lima picked this session up first.',
      retryable: false,
      details: { by: 'Bruno Lima' },
    },
  },
  goingAway: { frame: 'goingAway', reconnectWithinMs: 5000 },
};

export const CLIENT_EXAMPLES: { readonly [F in ClientFrame['frame']]: Extract<ClientInput, { frame: F }> } = {
  identify: {
    frame: 'identify',
    token: '<from sign-in>',
    device: 'ana-laptop',
    clientVersion: '1.0.0',
    resume: { epoch: '517f0998-301d-4884-b066-3c91a4f698c8', seq: 41 },
  },
  pageDone: { frame: 'pageDone', page: 1 },
  heartbeat: { frame: 'heartbeat' },
  command: { frame: 'command', commandId: ID, name: 'session.pickUp', payload: { sessionId: '3073' } },
  activity: { frame: 'activity', sessionId: '3073', activity: 'typing' },
};

type Payloads = { readonly [Name in CommandName]: z.input<(typeof COMMANDS)[Name]['payload']> };

export const COMMAND_EXAMPLES: Payloads = {
  'session.create': { channelId: '1', sender: '+551130030001', address: '+5511987650002' },
  'session.pickUp': { sessionId: '3073' },
  'session.transfer': { sessionId: '3073', to: { kind: 'agent', extension: '1002' }, note: 'Sobre o boleto' },
  'session.end': { sessionId: '3073' },
  'session.remove': { sessionId: '3073' },
  'session.archive': { sessionId: '3073' },
  'session.unarchive': { sessionId: '3073' },
  'message.send': { messageId: ID, sessionId: '3073', content: { kind: 'text', text: 'Olá!' } },
  'message.markRead': { sessionId: '3073', position: 99_121 },
  'contact.create': { fields: FIELDS },
  'contact.update': { contactId: '2', fields: FIELDS },
  'call.dial': { sessionId: '3073', number: '+5511987650002' },
  'call.hangUp': { callId: '1650095575.872' },
  'presence.set': { presence: 'away' },
  'session.page': { list: 'recent', before: null, limit: 50 },
  'message.page': { sessionId: '3073', before: null, limit: 50 },
  'contact.search': { text: 'marina', limit: 20 },
  'directory.search': { text: 'bruno', limit: 20 },
  'template.list': { channelId: '3' },
};
