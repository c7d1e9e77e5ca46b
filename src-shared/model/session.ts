// One handled conversation, as one agent sees it. Everything here is per agent: unread, archived, actions.
import { z } from 'zod';
import { CampaignId, ChannelId, ContactId, ExtensionNumber, MessageId, QueueId, SessionId } from './ids.ts';
import { ChannelKind, PickUpMode } from './directory.ts';
import { DeliveryState } from './message.ts';
import { Timestamp } from './time.ts';

/** The newest line of a session, enough for its row. `by` says who, for the words before it. */
export const LastMessage = z.object({
  id: MessageId,
  by: z.enum(['contact', 'agent', 'external', 'system']),
  kind: z.enum(['text', 'template', 'file', 'system', 'unsupported']),
  preview: z.string(),
  state: DeliveryState,
  at: Timestamp,
});
export type LastMessage = z.infer<typeof LastMessage>;

export const Session = z.object({
  id: SessionId,
  version: z.number().int(),
  channelId: ChannelId,
  channelKind: ChannelKind,
  channelName: z.string(),
  /** Our number or page on the channel (the DID). */
  sender: z.string(),
  /** The contact's number or id on the channel. */
  address: z.string(),
  /** What the channel or the company contacts call them; empty when nobody knows. */
  contactName: z.string(),
  contactId: ContactId.nullable(),
  queueId: QueueId.nullable(),
  queueName: z.string(),
  pickUpMode: PickUpMode.nullable(),
  /** Who holds it; null while it waits in a queue (and for ever in a queue whose mode is `none`). */
  holder: z.object({ extension: ExtensionNumber, name: z.string() }).nullable(),
  origin: z.enum(['contact', 'agent', 'campaign']),
  campaignId: CampaignId.nullable(),
  state: z.enum(['open', 'ended']),
  isArchived: z.boolean(),
  /**
   * Epoch ms at which free text stops being allowed. Null: no window, free text at any time. 0: none was ever opened
   * here, because the contact has not written yet (or so long ago that the PABX no longer says when it ended).
   */
  replyWindowEndsAt: Timestamp.nullable(),
  openedAt: Timestamp,
  endedAt: Timestamp.nullable(),
  /** Newest activity; what lists are sorted by (with the id, so that the order is total). */
  activeAt: Timestamp,
  lastMessage: LastMessage.nullable(),
  unreadCount: z.number().int().nonnegative(),
  /** Position of the newest message this agent has read; 0 when none. */
  readPosition: z.number().int().nonnegative(),
});
export type Session = z.infer<typeof Session>;

/** The lists of the window: guide, *Chat externo*. */
export const SessionList = z.enum(['recent', 'archived', 'campaign']);
export type SessionList = z.infer<typeof SessionList>;

/** Which list a session stands in. Ended ones stand in *Arquivadas*; campaign sessions in their own list. */
export function listOf(session: Pick<Session, 'origin' | 'isArchived' | 'state'>): SessionList {
  if (session.isArchived || session.state === 'ended') return 'archived';
  return session.origin === 'campaign' ? 'campaign' : 'recent';
}

/** True while the session waits in a queue from which this agent may take it: the button *Pegar* shows. */
export function canPickUp(session: Pick<Session, 'state' | 'holder' | 'pickUpMode'>): boolean {
  return (
    session.state === 'open' &&
    session.holder === null &&
    (session.pickUpMode === 'auto' || session.pickUpMode === 'manual')
  );
}

/** True when *Encerrar* may show: what waits to be picked up by hand, nobody ends before somebody took it. */
export function canEnd(session: Pick<Session, 'state' | 'holder' | 'pickUpMode'>): boolean {
  return session.state === 'open' && (session.holder !== null || session.pickUpMode !== 'manual');
}

/** When the reply window ends or ended; null where there is none to tell of. */
export function replyWindowEnd(session: Pick<Session, 'replyWindowEndsAt'>): Timestamp | null {
  return session.replyWindowEndsAt === 0 ? null : session.replyWindowEndsAt;
}

/**
 * Why free text may not be sent at `now`, or null when it may. `templateFirst`: only an approved template can open
 * the exchange. `replyWindowOver`: the contact has to write again; meanwhile WhatsApp takes templates, Facebook a tag.
 */
export function composerLock(
  session: Pick<Session, 'state' | 'channelKind' | 'replyWindowEndsAt'>,
  now: Timestamp,
): 'ended' | 'replyWindowOver' | 'templateFirst' | null {
  const { state, channelKind, replyWindowEndsAt } = session;
  if (state === 'ended') return 'ended';
  if (replyWindowEndsAt === null || replyWindowEndsAt > now) return null;
  return replyWindowEndsAt === 0 && channelKind === 'whatsapp' ? 'templateFirst' : 'replyWindowOver';
}
