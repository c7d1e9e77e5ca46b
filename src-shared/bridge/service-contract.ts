// The contract window ⇄ local service: queries read the cache and never wait for the network, commands answer
// *accepted* and never the outcome, `changes` brings the outcome. Two hosts answer it: the worker thread of the
// desktop and the Web Worker of the browser.
import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { MessageTag, TransferTarget } from '../link/commands.ts';
import { Capabilities } from '../link/events.ts';
import { About } from '../link/http.ts';
import { Call } from '../model/call.ts';
import { Campaign } from '../model/campaign.ts';
import { Contact, ContactFields } from '../model/contact.ts';
import { Agent, Channel, Presence, Queue, Template } from '../model/directory.ts';
import { ErrorData } from '../model/errors.ts';
import {
  CallId,
  ChannelId,
  CommandId,
  ContactId,
  FileId,
  MessageId,
  SessionId,
  TemplateId,
} from '../model/ids.ts';
import { MessageFile } from '../model/message.ts';
import { SessionList } from '../model/session.ts';
import { ChangeBatch } from './changes.ts';
import {
  Account,
  LinkState,
  ListCounts,
  MessageRow,
  OutboxEntry,
  SearchHit,
  SessionCursor,
  SessionRow,
} from './rows.ts';

/** Every procedure may fail with this: an `AppError` as data. */
const base = oc.errors({ FAILED: { data: ErrorData } });

const query = <Input extends z.ZodType, Output extends z.ZodType>(input: Input, output: Output) =>
  base.input(input).output(output);
/** Accepted under this id; the outcome arrives as a `command` change. */
const Accepted = z.object({ commandId: CommandId });
const command = <Input extends z.ZodType>(input: Input) => base.input(input).output(Accepted);

const nothing = z.object({});
const ofSession = z.object({ sessionId: SessionId });
const limit = z.number().int().min(1).max(200);

/** Where a window of a thread stands. `around` puts the position in the middle. */
export const ThreadAnchor = z.discriminatedUnion('at', [
  z.object({ at: z.literal('newest') }),
  z.object({ at: z.literal('before'), position: z.number().int() }),
  z.object({ at: z.literal('after'), position: z.number().int() }),
  z.object({ at: z.literal('around'), position: z.number().int() }),
]);
export type ThreadAnchor = z.infer<typeof ThreadAnchor>;

export const SessionFilter = z.object({
  channelKind: z.enum(['sms', 'whatsapp', 'facebook', 'livechat']).optional(),
  queueId: z.string().optional(),
  only: z.enum(['unread', 'mine', 'waiting']).optional(),
  campaignId: z.string().optional(),
});
export type SessionFilter = z.infer<typeof SessionFilter>;

export const serviceContract = {
  account: {
    current: query(nothing, z.object({ account: Account.nullable(), link: LinkState })),
    /** Asks a gateway who it is. Waits for the network: signing in is the one thing that cannot read a cache. */
    about: query(z.object({ gateway: z.string() }), About),
    signIn: query(
      z.object({ gateway: z.string(), extension: z.string(), password: z.string().optional() }),
      Account,
    ),
    /** Ends the token and, with `forget`, deletes this account's files. */
    signOut: query(z.object({ forget: z.boolean() }), nothing),
  },
  link: {
    /** Try at once: woke from sleep, the network is back, a person pressed the button. */
    retry: query(nothing, nothing),
  },
  sessions: {
    /** A page of a list, newest first. `text` narrows to contact names and numbers. */
    page: query(
      z.object({
        list: SessionList,
        filter: SessionFilter,
        text: z.string().max(256),
        before: SessionCursor.nullable(),
        limit,
      }),
      z.object({ rows: z.array(SessionRow), next: SessionCursor.nullable() }),
    ),
    get: query(ofSession, SessionRow.nullable()),
    counts: query(nothing, ListCounts),
  },
  messages: {
    /** Rows in reading order, outbox rows last. `mayHaveOlder` also when only the gateway has them. */
    window: query(
      z.object({ sessionId: SessionId, anchor: ThreadAnchor, limit }),
      z.object({ rows: z.array(MessageRow), mayHaveOlder: z.boolean(), hasNewer: z.boolean() }),
    ),
    /** Asks the gateway for what lies before the oldest cached message; it arrives as a `thread` change. */
    fetchOlder: query(ofSession, nothing),
  },
  search: {
    /** Every cached message, newest first; words by prefix, "phrases", accents ignored. */
    messages: query(
      z.object({
        text: z.string().max(256),
        sessionId: SessionId.optional(),
        before: z.object({ createdAt: z.number(), id: MessageId }).nullable(),
        limit,
      }),
      z.object({ hits: z.array(SearchHit), hasMore: z.boolean() }),
    ),
  },
  directory: {
    agents: query(z.object({ text: z.string().max(127) }), z.array(Agent)),
    queues: query(nothing, z.array(Queue.extend({ waiting: z.number() }))),
    channels: query(nothing, z.array(Channel)),
    templates: query(z.object({ channelId: ChannelId, text: z.string().max(127) }), z.array(Template)),
    campaigns: query(nothing, z.array(Campaign)),
    capabilities: query(nothing, Capabilities.nullable()),
    calls: query(nothing, z.array(Call)),
  },
  contacts: {
    search: query(z.object({ text: z.string().max(127), limit }), z.array(Contact)),
    get: query(z.object({ contactId: ContactId }), Contact.nullable()),
  },
  files: {
    /** The cached bytes, or null; then `fetch` brings them and a `file` change says so. */
    get: query(z.object({ fileId: FileId }), z.object({ file: z.instanceof(Blob) }).nullable()),
    fetch: query(z.object({ fileId: FileId }), nothing),
    /** Uploads for a later `messages.send`. Needs the link. */
    upload: query(z.object({ file: z.instanceof(Blob), name: z.string().max(255) }), MessageFile),
  },
  outbox: {
    list: query(nothing, z.array(OutboxEntry)),
    retry: query(z.object({ commandId: CommandId }), nothing),
    /** Only what surely was not sent can be discarded without loss; the window asks first for `unconfirmed`. */
    discard: query(z.object({ commandId: CommandId }), nothing),
  },
  attention: {
    /**
     * True for the first who asks about an event, ever: the ledger row is on disk before the answer, so that
     * reload, two windows, replay and a crash never show a thing twice. Ask before showing, not after.
     */
    claim: query(z.object({ eventId: z.string().max(128) }), z.object({ isFirst: z.boolean() })),
  },
  drafts: {
    save: query(z.object({ sessionId: SessionId, text: z.string().max(65_536) }), nothing),
  },
  activity: {
    /** What this agent does in a session, for colleagues. Not kept, not queued. */
    set: query(z.object({ sessionId: SessionId, activity: z.enum(['viewing', 'typing', 'none']) }), nothing),
  },
  commands: {
    createSession: command(z.object({ channelId: ChannelId, sender: z.string(), address: z.string() })),
    pickUp: command(ofSession),
    transfer: command(z.object({ sessionId: SessionId, to: TransferTarget, note: z.string().max(1000) })),
    archive: command(ofSession),
    unarchive: command(ofSession),
    end: command(ofSession),
    remove: command(ofSession),
    sendText: command(
      z.object({ sessionId: SessionId, text: z.string().min(1), tag: MessageTag.optional() }),
    ),
    sendFile: command(
      z.object({ sessionId: SessionId, file: MessageFile, caption: z.string(), tag: MessageTag.optional() }),
    ),
    sendTemplate: command(
      z.object({ sessionId: SessionId, templateId: TemplateId, variables: z.record(z.string(), z.string()) }),
    ),
    markRead: command(z.object({ sessionId: SessionId, position: z.number().int() })),
    createContact: command(z.object({ fields: ContactFields })),
    updateContact: command(z.object({ contactId: ContactId, fields: ContactFields })),
    dial: command(z.object({ sessionId: SessionId.nullable(), number: z.string() })),
    hangUp: command(z.object({ callId: CallId })),
    setPresence: command(z.object({ presence: Presence })),
  },
  /** The feed. The first batch is the state of the moment. */
  changes: base.input(nothing).output(eventIterator(ChangeBatch)),
};
export type ServiceContract = typeof serviceContract;
