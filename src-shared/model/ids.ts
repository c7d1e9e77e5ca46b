// Branded ids: a session's id cannot be passed where a message's is wanted. The brand exists in types only;
// on the wire and in SQLite every id is a string.
import { z } from 'zod';

const id = <Name extends string>(_name: Name) => z.string().min(1).max(128).brand<Name>();

/** The PABX's session id in decimal, e.g. `"3073"`. */
export const SessionId = id('SessionId');
/** UUIDv7 made with the draft for what Lynk sends; `p<msg_id>` for what the PABX told us of. */
export const MessageId = id('MessageId');
/** UUIDv7; the idempotency key of a command. For `message.send` it is the message's own id. */
export const CommandId = id('CommandId');
export const ContactId = id('ContactId');
export const QueueId = id('QueueId');
export const ChannelId = id('ChannelId');
export const TemplateId = id('TemplateId');
export const CampaignId = id('CampaignId');
export const CallId = id('CallId');
export const FileId = id('FileId');
/** An extension's number, e.g. `"1001"`: a string, because leading zeros count. */
export const ExtensionNumber = id('ExtensionNumber');

export type SessionId = z.infer<typeof SessionId>;
export type MessageId = z.infer<typeof MessageId>;
export type CommandId = z.infer<typeof CommandId>;
export type ContactId = z.infer<typeof ContactId>;
export type QueueId = z.infer<typeof QueueId>;
export type ChannelId = z.infer<typeof ChannelId>;
export type TemplateId = z.infer<typeof TemplateId>;
export type CampaignId = z.infer<typeof CampaignId>;
export type CallId = z.infer<typeof CallId>;
export type FileId = z.infer<typeof FileId>;
export type ExtensionNumber = z.infer<typeof ExtensionNumber>;
