// From the PABX's message to ours. Pure.
import { z } from 'zod';
import type { GoneReason } from '#shared/link/events.ts';
import { ExtensionNumber, FileId, MessageId, TemplateId } from '#shared/model/ids.ts';
import {
  previewOf,
  type DeliveryState,
  type Message,
  type MessageFile,
  type SentTemplate,
} from '#shared/model/message.ts';
import type { LastMessage } from '#shared/model/session.ts';
import type { PabxFile, PabxMessage } from '../pabx/pabx.ts';
import type { SessionRow } from '../store/sessions.ts';
import { UNKNOWN_TYPE } from './file-type.ts';

/** What Lynk knows of a message beyond the PABX: it made it. */
export interface OwnPart {
  readonly id: string;
  readonly template: SentTemplate | null;
  readonly file: MessageFile | null;
  readonly text: string;
}

const DELIVERY: Readonly<Record<PabxMessage['delivery'], DeliveryState>> = {
  sending: 'accepted',
  sent: 'sent',
  delivered: 'delivered',
  read: 'read',
  failed: 'failed',
};

/** The delivery state of a PABX message; what a contact wrote is `received`. */
export const stateOf = (message: PabxMessage): DeliveryState =>
  message.author.kind === 'contact' || message.system !== null ? 'received' : DELIVERY[message.delivery];

/** Our id of what the PABX told us of. */
export const pabxMessageId = (position: number): MessageId => MessageId.parse(`p${position}`);

export function toMessage(message: PabxMessage, session: SessionRow, own: OwnPart | null): Message {
  const file = message.files[0];
  return {
    id: own === null ? pabxMessageId(message.id) : MessageId.parse(own.id),
    version: 1,
    sessionId: session.id,
    position: message.id,
    author: authorOf(message),
    kind: kindOf(message),
    text: message.system === null ? (own?.text ?? message.text) : noteOf(message, session),
    file: own?.file ?? (file ? messageFile(file, message.id) : null),
    template: own?.template ?? (message.isTemplate ? sentTemplate(message.templateParameters) : null),
    system: message.system,
    state: stateOf(message),
    failure: message.failure,
    createdAt: message.sentAt,
  };
}

function authorOf({ author }: PabxMessage): Message['author'] {
  return author.kind === 'agent'
    ? { kind: 'agent', extension: ExtensionNumber.parse(author.number), name: author.name }
    : author;
}

function kindOf(message: PabxMessage): Message['kind'] {
  if (message.system !== null) return message.system.event === 'unsupported' ? 'unsupported' : 'system';
  if (message.isTemplate) return 'template';
  return message.files.length > 0 ? 'file' : 'text';
}

/** The note that an agent gave with a transfer belongs to the line that tells of it. */
const noteOf = (message: PabxMessage, session: SessionRow): string =>
  isTransfer(message) ? session.transferNote : message.text;

export const isTransfer = (message: Pick<PabxMessage, 'system'>): boolean =>
  message.system?.event.startsWith('transferred') === true;

/**
 * A file of the PABX as our message names it: one per message, so the message's number identifies it. What it is
 * nobody knows before its bytes are here.
 */
export function messageFile(file: PabxFile, position: number): MessageFile {
  return {
    id: FileId.parse(`p${position}`),
    name: cleanFileName(file.name),
    mimeType: UNKNOWN_TYPE,
    sizeBytes: file.sizeBytes,
  };
}

/** Which message brought a file of the PABX. */
export const positionOfFile = (id: FileId): number => Number(id.slice(1));

/** A name without folders, control characters and leading dots: safe to offer for saving. */
export function cleanFileName(name: string): string {
  // Split on both separators: names come from every system.
  const last = name.split(/[/\\]/u).at(-1) ?? '';
  const clean = last
    .replaceAll(/[\p{Cc}\p{Cf}<>:"|?*]/gu, '')
    .replace(/^\.+/u, '')
    .trim();
  return clean === '' ? 'file' : clean.slice(0, 200);
}

const TemplateParameters = z.object({
  id: z.union([z.number(), z.string()]),
  name: z.string().default(''),
  language: z.object({ code: z.string() }).default({ code: '' }),
});

/** What the PABX keeps of a template that was sent elsewhere (API 3.2); its inner shape is not documented. */
function sentTemplate(parameters: string | null): SentTemplate | null {
  if (parameters === null) return null;
  try {
    const { id, name, language } = TemplateParameters.parse(JSON.parse(parameters));
    return { templateId: TemplateId.parse(String(id)), name, language: language.code, variables: {} };
  } catch {
    // Unknown shape: the text is shown all the same.
    return null;
  }
}

export function lastMessageOf(message: Message): LastMessage {
  return {
    id: message.id,
    by: message.author.kind,
    kind: message.kind,
    preview: previewOf(message),
    state: message.state,
    at: message.createdAt,
  };
}

/** Why a session left an agent's list, by the newest system line that tells it. */
export function departureOf(
  messages: readonly Pick<PabxMessage, 'system'>[],
): { reason: GoneReason; by: string | null } | null {
  for (const message of messages.toReversed()) {
    if (message.system?.event === 'pickedUp') return { reason: 'pickedUpByOther', by: message.system.by };
    if (isTransfer(message)) return { reason: 'transferred', by: message.system?.by ?? null };
  }
  return null;
}
