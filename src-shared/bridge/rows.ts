// What the window sees: entities of the model plus what only this client knows (drafts, the outbox).
import { z } from 'zod';
import { DeliveryState, Message } from '../model/message.ts';
import { Session } from '../model/session.ts';
import { ErrorData } from '../model/errors.ts';
import { CommandId, MessageId, SessionId } from '../model/ids.ts';
import { Timestamp } from '../model/time.ts';

/** A row of a list. `draft` is the unsent text, `outbox` tells of messages of this session that wait or failed. */
export const SessionRow = Session.extend({
  draft: z.string(),
  outbox: z.enum(['clear', 'waiting', 'failed']),
});
export type SessionRow = z.infer<typeof SessionRow>;

/** A message of the thread. One that still waits in the outbox has no position and stands after all others. */
export const MessageRow = Message.extend({ position: z.number().int().nullable() });
export type MessageRow = z.infer<typeof MessageRow>;

/** Where a page of sessions begins: the last row of the page before. */
export const SessionCursor = z.object({ activeAt: Timestamp, id: SessionId });
export type SessionCursor = z.infer<typeof SessionCursor>;

export const ListCounts = z.object({
  recent: z.object({ total: z.number(), unread: z.number() }),
  archived: z.object({ total: z.number(), unread: z.number() }),
  campaign: z.object({ total: z.number(), unread: z.number() }),
  /** Sessions this agent could pick up now. */
  waiting: z.number(),
});
export type ListCounts = z.infer<typeof ListCounts>;

/**
 * The link as a person should understand it. `offline`: no network or no gateway, trying again at `retryAt`.
 * `refused`: the gateway said no and why; somebody must act. `catchingUp`: connected, the backlog still comes.
 */
export const LinkState = z.object({
  state: z.enum(['signedOut', 'connecting', 'catchingUp', 'live', 'offline', 'refused']),
  since: Timestamp,
  retryAt: Timestamp.nullable(),
  error: ErrorData.nullable(),
});
export type LinkState = z.infer<typeof LinkState>;

/** Who is signed in where; null before sign-in. */
export const Account = z.object({
  id: z.string(),
  gateway: z.string(),
  extension: z.string(),
  name: z.string(),
});
export type Account = z.infer<typeof Account>;

/** A found message with its session and the places of the words, as [start, end) in UTF-16 units of `snippet`. */
export const SearchHit = z.object({
  session: SessionRow,
  message: MessageRow,
  snippet: z.string(),
  matches: z.array(z.tuple([z.number(), z.number()])),
});
export type SearchHit = z.infer<typeof SearchHit>;

/** What the outbox holds, for the banner and the retry buttons. */
export const OutboxEntry = z.object({
  commandId: CommandId,
  name: z.string(),
  sessionId: SessionId.nullable(),
  messageId: MessageId.nullable(),
  state: DeliveryState.extract(['queued', 'sending', 'unconfirmed', 'failed']),
  error: ErrorData.nullable(),
  createdAt: Timestamp,
});
export type OutboxEntry = z.infer<typeof OutboxEntry>;
