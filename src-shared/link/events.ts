// What the gateway tells an agent. Events carry state, not deltas, with the entity's `version`: applying one
// twice, or an older one after a newer one, changes nothing.
import { z } from 'zod';
import { Call } from '../model/call.ts';
import { Campaign } from '../model/campaign.ts';
import { Contact } from '../model/contact.ts';
import { Agent, Channel, Queue, Template } from '../model/directory.ts';
import { ContactId, ExtensionNumber, SessionId, TemplateId } from '../model/ids.ts';
import { Message } from '../model/message.ts';
import { Session } from '../model/session.ts';
import { Timestamp } from '../model/time.ts';

/** What this agent may do on this PABX; a function that is off explains itself instead of failing. */
export const Capabilities = z.object({
  version: z.number().int(),
  canCallOut: z.boolean(),
  canTransferToPlatform: z.boolean(),
  canEditContacts: z.boolean(),
  canSeeReadReceipts: z.boolean(),
});
export type Capabilities = z.infer<typeof Capabilities>;

export const GoneReason = z.enum(['pickedUpByOther', 'transferred', 'removed', 'noLongerVisible']);
export type GoneReason = z.infer<typeof GoneReason>;

export const Event = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('session.put'), session: Session }),
  /** The session leaves this agent's lists; `by` is who took or moved it, as a name. */
  z.object({
    kind: z.literal('session.gone'),
    sessionId: SessionId,
    version: z.number().int(),
    reason: GoneReason,
    by: z.string().nullable(),
  }),
  z.object({ kind: z.literal('message.put'), message: Message }),
  z.object({ kind: z.literal('queue.put'), queue: Queue }),
  z.object({ kind: z.literal('agent.put'), agent: Agent }),
  z.object({ kind: z.literal('channel.put'), channel: Channel }),
  z.object({ kind: z.literal('contact.put'), contact: Contact }),
  z.object({ kind: z.literal('contact.gone'), contactId: ContactId, version: z.number().int() }),
  z.object({ kind: z.literal('template.put'), template: Template }),
  z.object({ kind: z.literal('template.gone'), templateId: TemplateId, version: z.number().int() }),
  z.object({ kind: z.literal('campaign.put'), campaign: Campaign }),
  z.object({ kind: z.literal('call.put'), call: Call }),
  z.object({ kind: z.literal('capabilities.put'), capabilities: Capabilities }),
]);
export type Event = z.infer<typeof Event>;
export type EventKind = Event['kind'];

/** What nobody stores and no sequence counts: who types, who looks. They run out after a few seconds. */
export const Ephemeral = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('typing'),
    sessionId: SessionId,
    extension: ExtensionNumber,
    name: z.string(),
    untilAt: Timestamp,
  }),
  z.object({
    kind: z.literal('viewing'),
    sessionId: SessionId,
    extension: ExtensionNumber,
    name: z.string(),
    untilAt: Timestamp,
  }),
]);
export type Ephemeral = z.infer<typeof Ephemeral>;

/** An event in an agent's stream. `seq` is dense from 1. `at` is when the gateway appended it. */
export const NumberedEvent = z.object({ seq: z.number().int().positive(), at: Timestamp, event: Event });
export type NumberedEvent = z.infer<typeof NumberedEvent>;

/** A numbered event of which only the number is certain: how a client reads, so that one bad event spoils no other. */
export const RawNumberedEvent = z.object({
  seq: z.number().int().positive(),
  at: Timestamp,
  event: z.looseObject({ kind: z.string() }),
});
export type RawNumberedEvent = z.infer<typeof RawNumberedEvent>;

/** Where a client stands in an agent's stream. */
export const Cursor = z.object({ epoch: z.string().min(1), seq: z.number().int().nonnegative() });
export type Cursor = z.infer<typeof Cursor>;
