// What a client orders or asks of the gateway: one row per command with its payload and its result.
// `durable` commands wait offline in the outbox; `live` ones need the link and expire; `read` ones ask.
import { z } from 'zod';
import { Contact, ContactFields } from '../model/contact.ts';
import { Agent, Presence, Queue, Template } from '../model/directory.ts';
import {
  CallId,
  ChannelId,
  CommandId,
  ContactId,
  ExtensionNumber,
  FileId,
  MessageId,
  QueueId,
  SessionId,
  TemplateId,
} from '../model/ids.ts';
import { Message } from '../model/message.ts';
import { Session, SessionList } from '../model/session.ts';
import { LIMITS } from './limits.ts';

const empty = z.object({});
const ofSession = z.object({ sessionId: SessionId });

/** Facebook's reasons for writing after 24 hours (API 3.5). */
export const MessageTag = z.enum([
  'ACCOUNT_UPDATE',
  'CONFIRMED_EVENT_UPDATE',
  'HUMAN_AGENT',
  'POST_PURCHASE_UPDATE',
]);
export type MessageTag = z.infer<typeof MessageTag>;

/** What is sent: text, one file with an optional caption, or an approved template. */
export const MessageContent = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('text'),
    text: z.string().min(1).max(LIMITS.maxTextBytes),
    tag: MessageTag.optional(),
  }),
  z.object({
    kind: z.literal('file'),
    fileId: FileId,
    caption: z.string().max(LIMITS.maxTextBytes),
    tag: MessageTag.optional(),
  }),
  z.object({
    kind: z.literal('template'),
    templateId: TemplateId,
    variables: z.record(z.string(), z.string()),
  }),
]);
export type MessageContent = z.infer<typeof MessageContent>;

export const TransferTarget = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('agent'), extension: ExtensionNumber }),
  z.object({ kind: z.literal('queue'), queueId: QueueId }),
  z.object({ kind: z.literal('platform') }),
]);
export type TransferTarget = z.infer<typeof TransferTarget>;

export type CommandNature = 'durable' | 'live' | 'read';

const command = <Nature extends CommandNature, Payload extends z.ZodType, Result extends z.ZodType>(
  nature: Nature,
  payload: Payload,
  result: Result,
) => ({ nature, payload, result });

export const COMMANDS = {
  /** Start a session, or get the one that exists with the same sender and address (guide G2, G3). */
  'session.create': command(
    'live',
    z.object({
      channelId: ChannelId,
      sender: z.string().min(1).max(127),
      address: z.string().min(1).max(63),
    }),
    z.object({ sessionId: SessionId, existed: z.boolean() }),
  ),
  'session.pickUp': command('live', ofSession, empty),
  'session.transfer': command(
    'live',
    z.object({ sessionId: SessionId, to: TransferTarget, note: z.string().max(1000) }),
    empty,
  ),
  'session.end': command('live', ofSession, empty),
  'session.remove': command('live', ofSession, empty),
  'session.archive': command('durable', ofSession, empty),
  'session.unarchive': command('durable', ofSession, empty),
  /** `messageId` was made with the draft and equals the frame's `commandId`. */
  'message.send': command(
    'durable',
    z.object({ messageId: MessageId, sessionId: SessionId, content: MessageContent }),
    z.object({ messageId: MessageId, position: z.number().int() }),
  ),
  'message.markRead': command(
    'durable',
    z.object({ sessionId: SessionId, position: z.number().int().nonnegative() }),
    empty,
  ),
  'contact.create': command('live', z.object({ fields: ContactFields }), z.object({ contactId: ContactId })),
  'contact.update': command('live', z.object({ contactId: ContactId, fields: ContactFields }), empty),
  'call.dial': command(
    'live',
    z.object({ sessionId: SessionId.nullable(), number: z.string().min(1).max(63) }),
    z.object({ callId: CallId }),
  ),
  'call.hangUp': command('live', z.object({ callId: CallId }), empty),
  'presence.set': command('live', z.object({ presence: Presence }), empty),
  /** A page of a list, newest first; `before` is the last row's `activeAt` and `id`. */
  'session.page': command(
    'read',
    z.object({
      list: SessionList,
      before: z.object({ activeAt: z.number().int(), id: SessionId }).nullable(),
      limit: z.number().int().min(1).max(200),
    }),
    z.object({ sessions: z.array(Session), hasMore: z.boolean() }),
  ),
  /** Messages older than `before` (a position; null: the newest), newest first. */
  'message.page': command(
    'read',
    z.object({
      sessionId: SessionId,
      before: z.number().int().nullable(),
      limit: z.number().int().min(1).max(200),
    }),
    z.object({ messages: z.array(Message), hasMore: z.boolean() }),
  ),
  'contact.search': command(
    'read',
    z.object({ text: z.string().max(127), limit: z.number().int().min(1).max(100) }),
    z.object({ contacts: z.array(Contact) }),
  ),
  'directory.search': command(
    'read',
    z.object({ text: z.string().max(127), limit: z.number().int().min(1).max(100) }),
    z.object({ agents: z.array(Agent), queues: z.array(Queue) }),
  ),
  'template.list': command(
    'read',
    z.object({ channelId: ChannelId }),
    z.object({ templates: z.array(Template) }),
  ),
} as const;

export type CommandName = keyof typeof COMMANDS;
export type CommandPayload<Name extends CommandName> = z.infer<(typeof COMMANDS)[Name]['payload']>;
export type CommandResult<Name extends CommandName> = z.infer<(typeof COMMANDS)[Name]['result']>;

/** A command as it crosses the link; the payload is parsed by the row of its name. */
export const CommandFrame = z.object({
  frame: z.literal('command'),
  commandId: CommandId,
  name: z.string(),
  payload: z.unknown(),
  /** Refuse with `command.conflict` when the entity moved on since; left out: whatever it is now. */
  expectedVersion: z.number().int().optional(),
});
export type CommandFrame = z.infer<typeof CommandFrame>;
