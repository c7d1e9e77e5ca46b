// The bridge contract, answered: queries read the store, commands go to the outbox or out at once, the feed is
// handed on. Every failure leaves as the contract's FAILED with an AppError's data.
import { implement, ORPCError } from '@orpc/server';
import type { ChangeBatch } from '#shared/bridge/changes.ts';
import { serviceContract } from '#shared/bridge/service-contract.ts';
import { AppError } from '#shared/model/errors.ts';
import type { CommandId } from '#shared/model/ids.ts';
import type { Feed } from './changes/feed.ts';
import { composeMessage, type Composition } from './commands/compose.ts';
import type { LiveName } from './commands/live-commands.ts';
import { askAbout, gatewayOrigin } from './link/gateway-http.ts';
import type { Keeper } from './login/keeper.ts';
import type { ServicePorts } from './ports.ts';
import { searchMessages } from './queries/search.ts';
import { threadWindow } from './queries/thread.ts';
import { fold } from './store/words.ts';
import type { CommandPayload } from '#shared/link/commands.ts';
import type { NewEntry } from './store/outbox-entries.ts';

/** What a handler threw, as the one error that the contract knows. */
function toFailed(cause: unknown, keeper: Keeper, { log }: ServicePorts): ORPCError<'FAILED', unknown> {
  let error: AppError;
  if (cause instanceof ORPCError && cause.code === 'BAD_REQUEST') {
    error = new AppError('bridge.invalidInput', { cause });
  } else {
    error = AppError.from(cause);
    if (error.code === 'store.corrupt' && keeper.isSignedIn) keeper.login.fault(error);
    if (error.code === 'internal.unexpected') log.error('A procedure failed', error);
  }
  return new ORPCError('FAILED', { message: error.message, data: error.toData(), cause: error });
}

export function createRouter(keeper: Keeper, feed: Feed, ports: ServicePorts) {
  const os = implement(serviceContract).use(async ({ next }) => {
    try {
      return await next();
    } catch (cause) {
      throw toFailed(cause, keeper, ports);
    }
  });
  const { clock } = ports;
  const store = () => keeper.login.store;

  /** Sent at once or never; the outcome is a `command` change. */
  function issue<Name extends LiveName>(name: Name, payload: CommandPayload<Name>): { commandId: CommandId } {
    const commandId = keeper.login.newId();
    keeper.login.live.issue(commandId, name, payload);
    return { commandId };
  }

  /** Waits in the outbox, offline too. */
  function queue(entry: Omit<NewEntry, 'commandId' | 'createdAt' | 'message'>): { commandId: CommandId } {
    const commandId = keeper.login.newId();
    keeper.login.outbox.add({ ...entry, commandId, createdAt: clock.now(), message: null });
    return { commandId };
  }

  function send(part: Omit<Composition, 'id' | 'author' | 'createdAt'>): { commandId: CommandId } {
    const { login } = keeper;
    const entry = composeMessage({
      ...part,
      id: login.newId(),
      author: login.account,
      createdAt: clock.now(),
    });
    login.outbox.add(entry);
    return { commandId: entry.commandId };
  }

  /** Reading further replaces what still waits: a thread that is scrolled sends one position, not twenty. */
  function markRead(payload: CommandPayload<'message.markRead'>): { commandId: CommandId } {
    const { sessionId, position } = payload;
    const waiting = keeper.login.outbox.moveMarkRead(sessionId, position);
    return waiting === null
      ? queue({ name: 'message.markRead', sessionId, payload })
      : { commandId: waiting };
  }

  return os.router({
    account: {
      current: os.account.current.handler(() => ({ account: keeper.account(), link: keeper.linkState() })),
      about: os.account.about.handler(({ input }) => askAbout(ports.http, gatewayOrigin(input.gateway))),
      signIn: os.account.signIn.handler(({ input }) => keeper.signIn(input)),
      signOut: os.account.signOut.handler(async ({ input }) => {
        await keeper.signOut(input.forget);
        return {};
      }),
    },
    link: {
      retry: os.link.retry.handler(() => {
        keeper.retry();
        return {};
      }),
    },
    sessions: {
      page: os.sessions.page.handler(({ input }) => {
        const { extension } = keeper.login.account;
        const found = store().sessions.page({ ...input, extension, limit: input.limit + 1 });
        const rows = found.slice(0, input.limit);
        const last = rows.at(-1);
        const hasMore = found.length > input.limit && last !== undefined;
        return { rows, next: hasMore ? { activeAt: last.activeAt, id: last.id } : null };
      }),
      get: os.sessions.get.handler(({ input }) => store().sessions.row(input.sessionId)),
      counts: os.sessions.counts.handler(() => store().sessions.counts()),
    },
    messages: {
      window: os.messages.window.handler(({ input }) => {
        const { isAtEdge, ...found } = threadWindow(store(), input.sessionId, input.anchor, input.limit);
        // Somebody looks at it: what it lacks comes before the history of any other session.
        if (isAtEdge) keeper.login.history.want(input.sessionId);
        return found;
      }),
      fetchOlder: os.messages.fetchOlder.handler(({ input }) => {
        keeper.login.history.want(input.sessionId);
        return {};
      }),
    },
    search: {
      messages: os.search.messages.handler(({ input }) => searchMessages(store(), input)),
    },
    directory: {
      agents: os.directory.agents.handler(({ input }) => {
        const wanted = fold(input.text.trim());
        const agents = store().agents.all();
        return agents.filter(
          ({ name, extension }) => fold(name).includes(wanted) || extension.includes(wanted),
        );
      }),
      queues: os.directory.queues.handler(() => {
        const waiting = store().sessions.waitingByQueue();
        return store()
          .queues.all()
          .map((one) => ({ ...one, waiting: waiting.get(one.id) ?? 0 }));
      }),
      channels: os.directory.channels.handler(() => store().channels.all()),
      templates: os.directory.templates.handler(({ input }) => {
        const wanted = fold(input.text.trim());
        const templates = store().templates.all();
        return templates.filter(
          (one) => one.channelId === input.channelId && fold(one.name).includes(wanted),
        );
      }),
      campaigns: os.directory.campaigns.handler(() => store().campaigns.all()),
      capabilities: os.directory.capabilities.handler(() => store().sync.capabilities()),
      calls: os.directory.calls.handler(() => store().calls.all()),
    },
    contacts: {
      search: os.contacts.search.handler(({ input }) => store().contacts.search(input.text, input.limit)),
      get: os.contacts.get.handler(({ input }) => store().contacts.get(input.contactId)),
    },
    files: {
      get: os.files.get.handler(({ input }) => keeper.login.files.get(input.fileId)),
      fetch: os.files.fetch.handler(({ input }) => {
        keeper.login.files.fetch(input.fileId);
        return {};
      }),
      upload: os.files.upload.handler(({ input }) => keeper.login.files.upload(input.file, input.name)),
    },
    outbox: {
      list: os.outbox.list.handler(() => keeper.login.outbox.list()),
      retry: os.outbox.retry.handler(({ input }) => {
        keeper.login.outbox.retry(input.commandId, keeper.login.newId());
        return {};
      }),
      discard: os.outbox.discard.handler(({ input }) => {
        keeper.login.outbox.discard(input.commandId);
        return {};
      }),
    },
    attention: {
      claim: os.attention.claim.handler(({ input }) => {
        const isFirst = store().toldEvents.claim(input.eventId, clock.now());
        return { isFirst };
      }),
    },
    drafts: {
      save: os.drafts.save.handler(({ input }) => {
        store().drafts.save(input.sessionId, input.text, clock.now());
        keeper.login.tellSession(store().sessions.row(input.sessionId));
        return {};
      }),
    },
    activity: {
      set: os.activity.set.handler(({ input }) => {
        keeper.login.link.send({ frame: 'activity', ...input });
        return {};
      }),
    },
    commands: {
      createSession: os.commands.createSession.handler(({ input }) => issue('session.create', input)),
      pickUp: os.commands.pickUp.handler(({ input }) => issue('session.pickUp', input)),
      transfer: os.commands.transfer.handler(({ input }) => issue('session.transfer', input)),
      end: os.commands.end.handler(({ input }) => issue('session.end', input)),
      remove: os.commands.remove.handler(({ input }) => issue('session.remove', input)),
      createContact: os.commands.createContact.handler(({ input }) => issue('contact.create', input)),
      updateContact: os.commands.updateContact.handler(({ input }) => issue('contact.update', input)),
      dial: os.commands.dial.handler(({ input }) => issue('call.dial', input)),
      hangUp: os.commands.hangUp.handler(({ input }) => issue('call.hangUp', input)),
      setPresence: os.commands.setPresence.handler(({ input }) => issue('presence.set', input)),
      archive: os.commands.archive.handler(({ input }) =>
        queue({ name: 'session.archive', sessionId: input.sessionId, payload: input }),
      ),
      unarchive: os.commands.unarchive.handler(({ input }) =>
        queue({ name: 'session.unarchive', sessionId: input.sessionId, payload: input }),
      ),
      markRead: os.commands.markRead.handler(({ input }) => markRead(input)),
      sendText: os.commands.sendText.handler(({ input: { sessionId, text, tag } }) =>
        send({ sessionId, content: { kind: 'text', text, ...(tag === undefined ? {} : { tag }) } }),
      ),
      sendFile: os.commands.sendFile.handler(({ input: { sessionId, file, caption, tag } }) => {
        const content = {
          kind: 'file',
          fileId: file.id,
          caption,
          ...(tag === undefined ? {} : { tag }),
        } as const;
        return send({ sessionId, file, content });
      }),
      sendTemplate: os.commands.sendTemplate.handler(({ input: { sessionId, templateId, variables } }) => {
        const template = store().templates.get(templateId);
        return send({ sessionId, template, content: { kind: 'template', templateId, variables } });
      }),
    },
    changes: os.changes.handler(({ signal }): AsyncGenerator<ChangeBatch, void> => feed.iterate(signal)),
  });
}
export type ServiceRouter = ReturnType<typeof createRouter>;
