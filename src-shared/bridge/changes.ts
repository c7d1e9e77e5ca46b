// What the feed publishes, after commit only. A window applies the batches of its subscription in order; the
// revision grows by one with every batch, and a window that sees a gap subscribes anew.
import { z } from 'zod';
import { Call } from '../model/call.ts';
import { ErrorData } from '../model/errors.ts';
import { CommandId, FileId, MessageId, SessionId } from '../model/ids.ts';
import { Ephemeral, GoneReason } from '../link/events.ts';
import { Account, LinkState, ListCounts, MessageRow, SessionRow } from './rows.ts';

export const Change = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('session'), row: SessionRow }),
  z.object({
    kind: z.literal('sessionGone'),
    sessionId: SessionId,
    reason: GoneReason,
    by: z.string().nullable(),
  }),
  z.object({ kind: z.literal('message'), row: MessageRow }),
  /** A message that was discarded from the outbox, or whose session went. */
  z.object({ kind: z.literal('messageGone'), sessionId: SessionId, messageId: MessageId }),
  /** Older messages of a session were fetched or a thread changed in bulk: read its window again. */
  z.object({ kind: z.literal('thread'), sessionId: SessionId }),
  z.object({ kind: z.literal('counts'), counts: ListCounts }),
  z.object({ kind: z.literal('link'), link: LinkState }),
  z.object({ kind: z.literal('account'), account: Account.nullable() }),
  z.object({ kind: z.literal('outbox'), waiting: z.number(), failed: z.number() }),
  /** How a command ended: its result, or the error. */
  z.object({
    kind: z.literal('command'),
    commandId: CommandId,
    result: z.unknown().nullable(),
    error: ErrorData.nullable(),
  }),
  z.object({
    kind: z.literal('directory'),
    what: z.enum(['agents', 'queues', 'channels', 'contacts', 'templates', 'campaigns', 'capabilities']),
  }),
  z.object({ kind: z.literal('call'), call: Call }),
  z.object({ kind: z.literal('activity'), event: Ephemeral }),
  z.object({ kind: z.literal('file'), fileId: FileId, state: z.enum(['cached', 'gone']) }),
  /** The cache was rebuilt or much changed at once: every query should be asked again. `reason` is for the person. */
  z.object({
    kind: z.literal('reset'),
    reason: z.enum(['snapshot', 'cacheRebuilt', 'outboxLost', 'accountChanged']),
  }),
  /**
   * Somebody should be told: `eventId` (`epoch:seq`) is the key under which a notification is shown at most once.
   * Only for what arrives live; a backlog comes as one `backlog`.
   */
  z.object({
    kind: z.literal('attention'),
    eventId: z.string(),
    about: z.enum(['sessionWaiting', 'messageArrived', 'transferredToMe']),
    row: SessionRow,
  }),
  z.object({
    kind: z.literal('backlog'),
    eventId: z.string(),
    waitingSessions: z.number(),
    messages: z.number(),
  }),
]);
export type Change = z.infer<typeof Change>;
export type ChangeKind = Change['kind'];

/** What one commit changed. The first batch of a subscription is the state of the moment (link, account, counts, outbox). */
export const ChangeBatch = z.object({ revision: z.number().int(), changes: z.array(Change) });
export type ChangeBatch = z.infer<typeof ChangeBatch>;
