// One item of a session: by the contact, by an agent, or a system line.
import { z } from 'zod';
import { ExtensionNumber, FileId, MessageId, SessionId, TemplateId } from './ids.ts';
import { Timestamp } from './time.ts';

/** A message's text is at most this many UTF-8 bytes (link limit). */
export const MAX_TEXT_BYTES = 64 * 1024;

/**
 * The states of a message that an agent sends. `queued` to `unconfirmed` exist only in the client's outbox;
 * the gateway speaks of `accepted` and later ones. `received` is what a contact wrote.
 */
export const DeliveryState = z.enum([
  'queued',
  'sending',
  'unconfirmed',
  'accepted',
  'sent',
  'delivered',
  'read',
  'failed',
  'received',
]);
export type DeliveryState = z.infer<typeof DeliveryState>;

const DELIVERY_RANK = {
  queued: 0,
  sending: 1,
  unconfirmed: 2,
  accepted: 3,
  sent: 4,
  delivered: 5,
  read: 6,
  failed: 7,
  received: 8,
} satisfies Record<DeliveryState, number>;

/**
 * The later of two delivery states: a late *sent* never undoes *read*, and a failure reported after the
 * message was seen on the other side is the provider's confusion, not news.
 */
export function laterDelivery(held: DeliveryState, told: DeliveryState): DeliveryState {
  if (told === 'failed') return held === 'delivered' || held === 'read' ? held : 'failed';
  if (held === 'failed') return told === 'delivered' || told === 'read' ? told : 'failed';
  return DELIVERY_RANK[told] > DELIVERY_RANK[held] ? told : held;
}

/** `external` is the third-party message analytics platform (API user_type 9). */
export const MessageAuthor = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('contact'), name: z.string() }),
  z.object({ kind: z.literal('agent'), extension: ExtensionNumber, name: z.string() }),
  z.object({ kind: z.literal('external'), name: z.string() }),
  z.object({ kind: z.literal('system') }),
]);
export type MessageAuthor = z.infer<typeof MessageAuthor>;

export const MessageFile = z.object({
  id: FileId,
  name: z.string(),
  mimeType: z.string(),
  sizeBytes: z.number().int().nonnegative(),
});
export type MessageFile = z.infer<typeof MessageFile>;

/** What a system line tells (API 3.4 msg_type 1–8); `by` and `to` are names made for reading. */
export const SystemLine = z.object({
  event: z.enum([
    'transferredToAgent',
    'transferredToQueue',
    'transferredToPlatform',
    'ended',
    'endedAutomatically',
    'endedByContact',
    'pickedUp',
    'called',
    'unsupported',
  ]),
  by: z.string().nullable(),
  to: z.string().nullable(),
  durationMs: z.number().int().nullable(),
});
export type SystemLine = z.infer<typeof SystemLine>;

/** A template as it was sent: which one and what stood in its variables. */
export const SentTemplate = z.object({
  templateId: TemplateId,
  name: z.string(),
  language: z.string(),
  variables: z.record(z.string(), z.string()),
});
export type SentTemplate = z.infer<typeof SentTemplate>;

export const MessageFailure = z.object({ code: z.string(), reason: z.string() });
export type MessageFailure = z.infer<typeof MessageFailure>;

/**
 * A message as the gateway tells of it. `position` is the PABX's msg_id: it grows within a session and is
 * the order of the thread. `version` grows with every later state.
 */
export const Message = z.object({
  id: MessageId,
  version: z.number().int(),
  sessionId: SessionId,
  position: z.number().int(),
  author: MessageAuthor,
  kind: z.enum(['text', 'template', 'file', 'system', 'unsupported']),
  text: z.string(),
  file: MessageFile.nullable(),
  template: SentTemplate.nullable(),
  system: SystemLine.nullable(),
  state: DeliveryState,
  failure: MessageFailure.nullable(),
  createdAt: Timestamp,
});
export type Message = z.infer<typeof Message>;

const PREVIEW_LENGTH = 160;

/** One line of text that stands for a message in lists and notifications: at most 160 UTF-16 units, no character cut. */
export function previewOf(message: Pick<Message, 'kind' | 'text' | 'file'>): string {
  const line = message.text
    .slice(0, 4 * PREVIEW_LENGTH)
    .replaceAll(/\s+/gu, ' ')
    .trim();
  const text = line !== '' ? line : (message.file?.name ?? '');
  if (text.length <= PREVIEW_LENGTH) return text;
  let preview = '';
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (preview.length + segment.length >= PREVIEW_LENGTH) break;
    preview += segment;
  }
  return `${preview}…`;
}
