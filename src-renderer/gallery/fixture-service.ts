// The two bridge contracts answered from memory: for the gallery and for tests of the stores. It is built from the
// real contracts, so inputs and outputs are checked by the real schemas and a change of contract breaks it here.
import { createRouterClient, implement } from '@orpc/server';
import type { Change, ChangeBatch } from '#shared/bridge/changes.ts';
import type {
  Account,
  LinkState,
  ListCounts,
  MessageRow,
  OutboxEntry,
  SessionRow,
} from '#shared/bridge/rows.ts';
import { serviceContract } from '#shared/bridge/service-contract.ts';
import {
  DEFAULT_PREFERENCES,
  shellContract,
  type Preferences,
  type ShellRequest,
} from '#shared/bridge/shell-contract.ts';
import { AppError } from '#shared/model/errors.ts';
import type { Contact } from '#shared/model/contact.ts';
import { CommandId, MessageId, type SessionId } from '#shared/model/ids.ts';
import { canPickUp, listOf } from '#shared/model/session.ts';
import { foldText } from '../composables/fold-text.ts';
import type { Clients } from '../bridge/clients.ts';
import {
  AGENTS,
  CHANNELS,
  FIXTURE_NOW,
  ME,
  QUEUES,
  fixtureMessages,
  fixtureSessions,
  makeMessage,
  makeSession,
} from './fixtures.ts';
import { createBroadcast } from './broadcast.ts';

export interface FixtureOptions {
  readonly now?: number;
  readonly preferences?: Preferences;
  readonly sessions?: readonly SessionRow[];
  readonly messages?: readonly MessageRow[];
  readonly account?: Account | null;
  readonly link?: Partial<LinkState>;
  readonly outbox?: readonly OutboxEntry[];
  readonly signIn?: 'password' | 'open';
  readonly isHolder?: boolean;
  readonly defaultGateway?: string;
  readonly contacts?: readonly Contact[];
  /** Bytes of files by id; all others the PABX no longer keeps. */
  readonly files?: Readonly<Record<string, () => Promise<Blob>>>;
}

export interface Fixture {
  readonly clients: Clients;
  readonly sessions: Map<SessionId, SessionRow>;
  readonly messages: Map<SessionId, MessageRow[]>;
  /** Sends one batch to every subscriber and remembers sessions and messages in it. */
  publish(...changes: Change[]): void;
  /** Sends a request of the shell. */
  request(request: ShellRequest): void;
}

const ACCOUNT: Account = {
  id: 'demo',
  gateway: 'http://127.0.0.1:4780',
  extension: ME.extension,
  name: ME.name,
};

export function createFixture(options: FixtureOptions = {}): Fixture {
  const now = options.now ?? FIXTURE_NOW;
  const sessions = new Map((options.sessions ?? fixtureSessions(now)).map((row) => [row.id, row]));
  const messages = new Map<SessionId, MessageRow[]>();
  for (const row of sessions.values()) {
    const own = options.messages?.filter((message) => message.sessionId === row.id);
    messages.set(row.id, own ?? fixtureMessages(row.id, now));
  }
  const outbox = new Map((options.outbox ?? []).map((entry) => [entry.commandId, entry]));
  let account = options.account === undefined ? ACCOUNT : options.account;
  const link: LinkState = {
    state: account ? 'live' : 'signedOut',
    since: now,
    retryAt: null,
    error: null,
    ...options.link,
  };
  let preferences = options.preferences ?? DEFAULT_PREFERENCES;
  const batches = createBroadcast<ChangeBatch>();
  const requests = createBroadcast<ShellRequest>();
  let revision = 0;
  let commandCount = 0;

  const counts = (): ListCounts => {
    const of = (list: 'recent' | 'archived' | 'campaign') => {
      const rows = [...sessions.values()].filter((row) => listOf(row) === list);
      return { total: rows.length, unread: rows.filter((row) => row.unreadCount > 0).length };
    };
    const waiting = [...sessions.values()].filter((row) => canPickUp(row)).length;
    return { recent: of('recent'), archived: of('archived'), campaign: of('campaign'), waiting };
  };

  function publish(...changes: Change[]): void {
    for (const change of changes) {
      if (change.kind === 'session') sessions.set(change.row.id, change.row);
      if (change.kind === 'sessionGone') sessions.delete(change.sessionId);
      if (change.kind === 'message') {
        const held = messages.get(change.row.sessionId) ?? [];
        messages.set(change.row.sessionId, [...held.filter(({ id }) => id !== change.row.id), change.row]);
      }
    }
    revision += 1;
    batches.send({ revision, changes: [...changes, { kind: 'counts', counts: counts() }] });
  }

  /** Accepts a command and, a moment later, lets `change` say what came of it. */
  function accept(
    change: (commandId: CommandId) => Change[],
    result: unknown = {},
  ): { commandId: CommandId } {
    commandCount += 1;
    const commandId = CommandId.parse(`command-${commandCount}`);
    queueMicrotask(() => publish(...change(commandId), { kind: 'command', commandId, result, error: null }));
    return { commandId };
  }
  const update = (id: SessionId, patch: Partial<SessionRow>): Change[] => {
    const row = sessions.get(id);
    return row ? [{ kind: 'session', row: { ...row, ...patch, version: row.version + 1 } }] : [];
  };

  const os = implement(serviceContract);
  const service = os.router({
    account: {
      current: os.account.current.handler(() => ({ account, link })),
      about: os.account.about.handler(({ input, errors }) => {
        if (input.gateway.includes('nowhere'))
          throw errors.FAILED({ data: new AppError('link.unreachable').toData() });
        const signIn = options.signIn ?? 'password';
        return {
          product: 'lynk-gateway',
          version: '0.1.0',
          protocol: 1,
          name: 'Voitel',
          signIn,
          openAgents: AGENTS.map((agent) => agent.extension),
        };
      }),
      signIn: os.account.signIn.handler(({ input, errors }) => {
        if (input.password === 'errada')
          throw errors.FAILED({ data: new AppError('auth.wrongPassword').toData() });
        account = { ...ACCOUNT, gateway: input.gateway, extension: input.extension };
        queueMicrotask(() =>
          publish({ kind: 'account', account }, { kind: 'link', link: { ...link, state: 'live' } }),
        );
        return account;
      }),
      signOut: os.account.signOut.handler(() => {
        account = null;
        queueMicrotask(() => publish({ kind: 'account', account: null }));
        return {};
      }),
    },
    link: { retry: os.link.retry.handler(() => ({})) },
    sessions: {
      page: os.sessions.page.handler(({ input: { list, filter, text, before, limit } }) => {
        const wanted = foldText(text);
        const rows = [...sessions.values()]
          .filter((row) => listOf(row) === list)
          .filter((row) => filter.channelKind === undefined || row.channelKind === filter.channelKind)
          .filter((row) => filter.queueId === undefined || row.queueId === filter.queueId)
          .filter((row) => filter.only !== 'unread' || row.unreadCount > 0)
          .filter((row) => filter.only !== 'mine' || row.holder?.extension === ME.extension)
          .filter((row) => filter.only !== 'waiting' || canPickUp(row))
          .filter((row) => foldText(`${row.contactName} ${row.address}`).includes(wanted))
          .toSorted((a, b) => b.activeAt - a.activeAt || (a.id < b.id ? 1 : -1))
          .filter(
            (row) =>
              !before ||
              row.activeAt < before.activeAt ||
              (row.activeAt === before.activeAt && row.id < before.id),
          );
        const page = rows.slice(0, limit);
        const last = page.at(-1);
        return {
          rows: page,
          next: last && rows.length > limit ? { activeAt: last.activeAt, id: last.id } : null,
        };
      }),
      get: os.sessions.get.handler(({ input }) => sessions.get(input.sessionId) ?? null),
      counts: os.sessions.counts.handler(counts),
    },
    messages: {
      window: os.messages.window.handler(({ input: { sessionId, anchor, limit } }) => {
        const all = messages.get(sessionId) ?? [];
        const end =
          anchor.at === 'before' ? all.findIndex((row) => row.position === anchor.position) : all.length;
        const start =
          anchor.at === 'after'
            ? all.findIndex((row) => row.position === anchor.position) + 1
            : Math.max(0, end - limit);
        return {
          rows: all.slice(start, Math.min(end, start + limit)),
          mayHaveOlder: start > 0,
          hasNewer: start + limit < all.length,
        };
      }),
      fetchOlder: os.messages.fetchOlder.handler(() => ({})),
    },
    search: {
      messages: os.search.messages.handler(({ input: { text, limit } }) => {
        const wanted = foldText(text);
        const hits = [...sessions.values()].flatMap((session) =>
          (messages.get(session.id) ?? []).flatMap((message) => {
            const start = foldText(message.text).indexOf(wanted);
            if (wanted === '' || start < 0) return [];
            const matches: [number, number][] = [[start, start + wanted.length]];
            return [{ session, message, snippet: message.text, matches }];
          }),
        );
        return { hits: hits.slice(0, limit), hasMore: hits.length > limit };
      }),
    },
    directory: {
      agents: os.directory.agents.handler(() => AGENTS),
      queues: os.directory.queues.handler(() => QUEUES.map((queue) => ({ ...queue, waiting: 1 }))),
      channels: os.directory.channels.handler(() => CHANNELS),
      templates: os.directory.templates.handler(() => []),
      campaigns: os.directory.campaigns.handler(() => []),
      capabilities: os.directory.capabilities.handler(() => ({
        version: 1,
        canCallOut: true,
        canTransferToPlatform: false,
        canEditContacts: true,
        canSeeReadReceipts: true,
      })),
      calls: os.directory.calls.handler(() => []),
    },
    contacts: {
      search: os.contacts.search.handler(({ input }) => {
        const wanted = foldText(input.text);
        const isFound = ({ name, numbers }: Contact) =>
          foldText(name).includes(wanted) || numbers.some(({ number }) => number.includes(wanted));
        return (options.contacts ?? []).filter(isFound).slice(0, input.limit);
      }),
      get: os.contacts.get.handler(() => null),
    },
    files: {
      get: os.files.get.handler(async ({ input }) => {
        const read = options.files?.[input.fileId];
        return read === undefined ? null : { file: await read() };
      }),
      fetch: os.files.fetch.handler(({ errors }) => {
        throw errors.FAILED({ data: new AppError('file.notFound').toData() });
      }),
      upload: os.files.upload.handler(({ errors }) => {
        throw errors.FAILED({ data: new AppError('command.offline').toData() });
      }),
    },
    outbox: {
      list: os.outbox.list.handler(() => [...outbox.values()]),
      retry: os.outbox.retry.handler(() => ({})),
      discard: os.outbox.discard.handler(({ input }) => {
        outbox.delete(input.commandId);
        queueMicrotask(() => publish({ kind: 'outbox', waiting: outbox.size, failed: 0 }));
        return {};
      }),
    },
    attention: { claim: os.attention.claim.handler(() => ({ isFirst: true })) },
    drafts: { save: os.drafts.save.handler(() => ({})) },
    activity: { set: os.activity.set.handler(() => ({})) },
    commands: {
      createSession: os.commands.createSession.handler(({ input }) =>
        accept(
          () => [
            {
              kind: 'session',
              row: makeSession({
                id: '3200',
                channelId: input.channelId,
                channelKind: 'sms',
                sender: input.sender,
                address: input.address,
                holder: ME,
                activeAt: now,
              }),
            },
          ],
          { sessionId: '3200', existed: false },
        ),
      ),
      pickUp: os.commands.pickUp.handler(({ input }) =>
        accept(() => update(input.sessionId, { holder: ME })),
      ),
      transfer: os.commands.transfer.handler(({ input }) =>
        accept(() => [
          { kind: 'sessionGone', sessionId: input.sessionId, reason: 'transferred', by: ME.name },
        ]),
      ),
      archive: os.commands.archive.handler(({ input }) =>
        accept(() => update(input.sessionId, { isArchived: true })),
      ),
      unarchive: os.commands.unarchive.handler(({ input }) =>
        accept(() => update(input.sessionId, { isArchived: false })),
      ),
      end: os.commands.end.handler(({ input }) =>
        accept(() => update(input.sessionId, { state: 'ended', endedAt: now })),
      ),
      remove: os.commands.remove.handler(({ input }) =>
        accept(() => [{ kind: 'sessionGone', sessionId: input.sessionId, reason: 'removed', by: ME.name }]),
      ),
      sendText: os.commands.sendText.handler(({ input }) =>
        accept((commandId) => [
          {
            kind: 'message',
            row: makeMessage({
              id: MessageId.parse(commandId),
              sessionId: input.sessionId,
              position: null,
              author: { kind: 'agent', ...ME },
              text: input.text,
              state: 'queued',
              createdAt: now,
            }),
          },
        ]),
      ),
      sendFile: os.commands.sendFile.handler(() => accept(() => [])),
      sendTemplate: os.commands.sendTemplate.handler(() => accept(() => [])),
      markRead: os.commands.markRead.handler(({ input }) =>
        accept(() => update(input.sessionId, { unreadCount: 0, readPosition: input.position })),
      ),
      createContact: os.commands.createContact.handler(() => accept(() => [])),
      updateContact: os.commands.updateContact.handler(() => accept(() => [])),
      dial: os.commands.dial.handler(() => accept(() => [])),
      hangUp: os.commands.hangUp.handler(() => accept(() => [])),
      setPresence: os.commands.setPresence.handler(() => accept(() => [])),
    },
    changes: os.changes.handler(async function* ({ signal }) {
      const entries = [...outbox.values()];
      const failed = entries.filter((entry) => entry.state === 'failed').length;
      yield {
        revision,
        changes: [
          { kind: 'account', account },
          { kind: 'link', link },
          { kind: 'counts', counts: counts() },
          { kind: 'outbox', waiting: entries.length - failed, failed },
        ],
      } satisfies ChangeBatch;
      yield* batches.listen(signal);
    }),
  });

  const shellOs = implement(shellContract);
  const shell = shellOs.router({
    info: shellOs.info.handler(() => ({
      host: 'web',
      platform: 'Linux',
      version: '0.1.0',
      systemLocale: 'pt-BR',
      defaultGateway: options.defaultGateway ?? null,
    })),
    preferences: {
      get: shellOs.preferences.get.handler(() => preferences),
      set: shellOs.preferences.set.handler(({ input }) => {
        const patch = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
        preferences = { ...preferences, ...patch };
        return preferences;
      }),
    },
    openExternal: shellOs.openExternal.handler(() => ({})),
    window: {
      show: shellOs.window.show.handler(() => ({})),
      takeOver: shellOs.window.takeOver.handler(() => ({})),
      setTitle: shellOs.window.setTitle.handler(() => ({})),
    },
    notifications: { test: shellOs.notifications.test.handler(() => ({ outcome: 'shown', reason: '' })) },
    requests: shellOs.requests.handler(async function* ({ signal }) {
      yield { kind: 'tab', isHolder: options.isHolder ?? true } satisfies ShellRequest;
      yield* requests.listen(signal);
    }),
  });

  return {
    clients: { service: createRouterClient(service), shell: createRouterClient(shell) },
    sessions,
    messages,
    publish,
    request: (request) => requests.send(request),
  };
}
