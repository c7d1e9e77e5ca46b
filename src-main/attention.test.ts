import { EventEmitter } from 'node:events';
import type { NotificationConstructorOptions } from 'electron';
import { expect, it } from 'vitest';
import { Change } from '#shared/bridge/changes.ts';
import type { SessionId } from '#shared/model/ids.ts';
import { Attention, type AttentionOptions } from './attention.ts';
import type { ServiceClient } from './service-feed.ts';

class ShownNotification extends EventEmitter {
  readonly options: NotificationConstructorOptions;
  isOpen = false;
  constructor(options: NotificationConstructorOptions) {
    super();
    this.options = options;
  }
  show(): void {
    this.isOpen = true;
    this.emit('show');
  }
  close(): void {
    this.isOpen = false;
  }
}

const row = (fields: object = {}): object => ({
  id: '3073',
  version: 1,
  channelId: 'c1',
  channelKind: 'whatsapp',
  channelName: 'WhatsApp',
  sender: '+554833330000',
  address: '+5548999990000',
  contactName: 'Maria',
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
const attention = (eventId: string, about = 'sessionWaiting', of: object = {}): object => ({
  kind: 'attention',
  eventId,
  about,
  row: row(of),
});

/** An Attention over a service that answers claims like the ledger does, and everything that it did. */
function setUp(options: Partial<AttentionOptions> = {}) {
  const shown: ShownNotification[] = [];
  const opened: (SessionId | null)[] = [];
  const pickedUp: string[] = [];
  const ledger = new Set<string>();
  let listener: (change: Change) => void = () => undefined;
  const client = {
    attention: {
      claim: ({ eventId }: { eventId: string }) => {
        const isFirst = !ledger.has(eventId);
        ledger.add(eventId);
        return Promise.resolve({ isFirst });
      },
    },
    commands: {
      pickUp: ({ sessionId }: { sessionId: string }) => {
        pickedUp.push(sessionId);
        return Promise.resolve({ commandId: `c-${sessionId}` });
      },
    },
  };
  const silent = {
    debug: () => undefined,
    info: () => undefined,
    warn: () => undefined,
    error: () => undefined,
  };
  const subject = new Attention({
    native: {
      isSupported: () => true,
      make: (made) => {
        const notification = new ShownNotification(made);
        shown.push(notification);
        // The test double has what Attention uses of the real one.
        return notification as never;
      },
    },
    feed: {
      // Only these two procedures are asked.
      client: client as unknown as ServiceClient,
      onChange: (listen) => {
        listener = listen;
        return { dispose: () => undefined };
      },
    },
    icon: 'icon.png',
    locale: () => 'pt-BR',
    isEnabled: () => true,
    isWindowFocused: () => false,
    open: (sessionId) => void opened.push(sessionId),
    log: silent,
    ...options,
  });
  const say = (change: object): void => listener(Change.parse(change));
  /** Lets claims and commands be answered. */
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  return { subject, shown, opened, pickedUp, ledger, say, settle };
}

it('shows an event once, however often it is told', async () => {
  const { shown, say, settle } = setUp();
  say(attention('e:1'));
  say(attention('e:1'));
  await settle();
  say(attention('e:1'));
  await settle();
  expect(shown.map(({ options }) => options.title)).toEqual(['Maria está esperando em Vendas']);
  expect(shown[0]?.options.actions).toEqual([{ type: 'button', text: 'Pegar' }]);
});

it('shows nothing that was shown before a restart', async () => {
  const { shown, ledger, say, settle } = setUp();
  ledger.add('e:1');
  say(attention('e:1'));
  await settle();
  expect(shown).toEqual([]);
});

it('opens the session on a click, and picks it up on Pegar', async () => {
  const { shown, opened, pickedUp, say, settle } = setUp();
  say(attention('e:1'));
  say(attention('e:2', 'sessionWaiting', { id: '9' }));
  await settle();
  shown[0]?.emit('click');
  expect([opened, pickedUp]).toEqual([['3073'], []]);
  shown[1]?.emit('action', {}, 0);
  await settle();
  expect([opened, pickedUp]).toEqual([['3073', '9'], ['9']]);
});

it('tells who was faster when the pick-up fails', async () => {
  const { shown, say, subject, settle } = setUp();
  await subject.pickUp('9' as SessionId, 'Maria');
  const error = { code: 'session.alreadyPickedUp', message: 'm', retryable: false, details: { by: 'Ana' } };
  say({ kind: 'command', commandId: 'somebody-elses', result: null, error });
  expect(shown).toEqual([]);
  say({ kind: 'command', commandId: 'c-9', result: null, error });
  await settle();
  expect(shown.map(({ options }) => options.body)).toEqual(['Ana pegou primeiro.']);
});

it('takes a notice back when its session was taken, also while the ledger is asked', async () => {
  const { shown, say, settle } = setUp();
  const taken = { kind: 'session', row: row({ holder: { extension: '1002', name: 'Ana' } }) };
  say(attention('e:1'));
  await settle();
  say(taken);
  expect(shown.map(({ isOpen }) => isOpen)).toEqual([false]);
  say(attention('e:2'));
  say(taken);
  await settle();
  expect(shown).toHaveLength(1);
});

it('leaves the message alone that is read as it comes, and not the person who waits', async () => {
  const { shown, say, settle } = setUp({ isWindowFocused: () => true });
  say(attention('e:1', 'messageArrived'));
  say(attention('e:2', 'sessionWaiting'));
  await settle();
  expect(shown.map(({ options }) => options.title)).toEqual(['Maria está esperando em Vendas']);
});

it('is silent where the person switched notifications off', async () => {
  const { shown, say, settle } = setUp({ isEnabled: () => false });
  say(attention('e:1'));
  await settle();
  expect(shown).toEqual([]);
});

it('sums a backlog up in one, which opens the window', async () => {
  const { shown, opened, say, settle } = setUp();
  say({ kind: 'backlog', eventId: 'e:500', waitingSessions: 3, messages: 480 });
  await settle();
  expect(shown.map(({ options }) => options.body)).toEqual(['3 sessões esperando · 480 mensagens novas']);
  shown[0]?.emit('click');
  expect(opened).toEqual([null]);
});

it('says what came of a test notification', async () => {
  const { subject } = setUp();
  expect(await subject.test()).toEqual({ outcome: 'shown', reason: '' });
  const without = setUp({ native: { isSupported: () => false, make: () => expect.unreachable() } });
  expect((await without.subject.test()).outcome).toBe('unsupported');
});
