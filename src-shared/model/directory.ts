// Who and what the PABX knows: agents, queues, channels with their senders, templates.
import { z } from 'zod';
import { ChannelId, ExtensionNumber, QueueId, TemplateId } from './ids.ts';

export const ChannelKind = z.enum(['sms', 'whatsapp', 'facebook', 'livechat']);
export type ChannelKind = z.infer<typeof ChannelKind>;

/** The presence words of the PABX (API 6.1). */
export const Presence = z.enum(['available', 'away', 'business_trip', 'do_not_disturb', 'lunch', 'off_work']);
export type Presence = z.infer<typeof Presence>;

/** How a queue's sessions are taken: nobody can, the first who replies does, or by hand (API 3.7). */
export const PickUpMode = z.enum(['none', 'auto', 'manual']);
export type PickUpMode = z.infer<typeof PickUpMode>;

/** An extension as colleagues see it. `isOnline`: signed in to Lynk or to a client of the PABX. */
export const Agent = z.object({
  extension: ExtensionNumber,
  version: z.number().int(),
  name: z.string(),
  presence: Presence,
  isOnline: z.boolean(),
});
export type Agent = z.infer<typeof Agent>;

export const Queue = z.object({
  id: QueueId,
  version: z.number().int(),
  name: z.string(),
  mode: PickUpMode,
  members: z.array(ExtensionNumber),
});
export type Queue = z.infer<typeof Queue>;

/** A channel. `senders` holds only the numbers with which this agent may start a session. */
export const Channel = z.object({
  id: ChannelId,
  version: z.number().int(),
  name: z.string(),
  kind: ChannelKind,
  isConnected: z.boolean(),
  senders: z.array(z.string()),
});
export type Channel = z.infer<typeof Channel>;

export const TemplateComponent = z.object({
  kind: z.enum(['header', 'body', 'footer', 'buttons']),
  format: z.enum(['text', 'image', 'video', 'document']).optional(),
  text: z.string().optional(),
  buttons: z
    .array(
      z.object({
        kind: z.enum(['quickReply', 'url', 'phone', 'copyCode']),
        text: z.string(),
        value: z.string().optional(),
      }),
    )
    .optional(),
});
export type TemplateComponent = z.infer<typeof TemplateComponent>;

/** An approved WhatsApp template that was synchronised to the PABX (API 3.2). */
export const Template = z.object({
  id: TemplateId,
  version: z.number().int(),
  channelId: ChannelId,
  externalId: z.string(),
  name: z.string(),
  language: z.string(),
  category: z.string(),
  variables: z.enum(['positional', 'named']),
  components: z.array(TemplateComponent),
});
export type Template = z.infer<typeof Template>;
