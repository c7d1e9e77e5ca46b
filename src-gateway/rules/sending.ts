// What may be sent into a session at a moment: reply window, tags, templates, lengths (guide G3, G13; API 3.5, 7).
import type { MessageContent } from '#shared/link/commands.ts';
import type { ChannelKind } from '#shared/model/directory.ts';
import { AppError } from '#shared/model/errors.ts';
import { MAX_TEXT_BYTES } from '#shared/model/message.ts';
import type { PabxTemplate } from '../pabx/pabx.ts';

export const REPLY_WINDOW_MS = 24 * 60 * 60 * 1000;

/** Characters a channel takes in one message. WhatsApp's is Meta's own; the others are bounded by the link. */
const MAX_CHARACTERS: Readonly<Partial<Record<ChannelKind, number>>> = { whatsapp: 4096, facebook: 2000 };

/** Epoch ms at which free text ends after a contact's message; null where the channel has no such window. */
export function replyWindowAfter(kind: ChannelKind, contactWroteAt: number): number | null {
  return kind === 'whatsapp' || kind === 'facebook' ? contactWroteAt + REPLY_WINDOW_MS : null;
}

/** The reply window of a session that the contact never wrote in: over from the beginning. */
export const replyWindowAtFirst = (kind: ChannelKind): number | null =>
  replyWindowAfter(kind, -REPLY_WINDOW_MS);

interface Target {
  readonly kind: ChannelKind;
  /** 0 where the contact never wrote; null where free text may always be sent. */
  readonly replyWindowEndsAt: number | null;
}

/** Why `content` cannot be sent now; null when it can. `template` is what the PABX holds under its id. */
export function refuseContent(
  content: MessageContent,
  session: Target,
  template: PabxTemplate | undefined,
  now: number,
): AppError | null {
  if (content.kind === 'template') return refuseTemplate(content.variables, session.kind, template);
  const text = content.kind === 'text' ? content.text : content.caption;
  if (content.kind === 'text' && text.trim() === '') return new AppError('message.empty');
  return refuseText(text, session.kind) ?? refuseOutsideWindow(session, content.tag !== undefined, now);
}

function refuseText(text: string, kind: ChannelKind): AppError | null {
  const most = MAX_CHARACTERS[kind];
  const isTooLong =
    Buffer.byteLength(text) > MAX_TEXT_BYTES || (most !== undefined && Array.from(text).length > most);
  return isTooLong ? new AppError('message.textTooLong', { details: { max: most ?? MAX_TEXT_BYTES } }) : null;
}

function refuseOutsideWindow(session: Target, hasTag: boolean, now: number): AppError | null {
  const isOver = session.replyWindowEndsAt !== null && session.replyWindowEndsAt <= now;
  if (!isOver) return null;
  if (session.kind === 'facebook') return hasTag ? null : new AppError('message.tagRequired');
  return session.kind === 'whatsapp' ? new AppError('message.replyWindowOver') : null;
}

function refuseTemplate(
  values: Readonly<Record<string, string>>,
  kind: ChannelKind,
  template: PabxTemplate | undefined,
): AppError | null {
  if (!template || kind !== 'whatsapp') return new AppError('message.templateUnknown');
  const missing = templateVariables(template).find((name) => (values[name] ?? '').trim() === '');
  return missing === undefined
    ? null
    : new AppError('message.templateVariablesMissing', { details: { variable: missing } });
}

/** The variables of a template in the order of reading: `1`, `2`… or names. Buttons' addresses hold some too. */
export function templateVariables(template: Pick<PabxTemplate, 'components'>): string[] {
  const texts = template.components.flatMap((part) => [
    part.text ?? '',
    ...(part.buttons ?? []).map((button) => button.value ?? ''),
  ]);
  const names = texts.flatMap((text) =>
    [...text.matchAll(/\{\{\s*(\w+)\s*\}\}/gu)].map((match) => match[1] ?? ''),
  );
  return [...new Set(names)];
}

/** A template's body with its variables filled in: how the thread shows it. */
export function templateText(
  template: Pick<PabxTemplate, 'components'>,
  values: Readonly<Record<string, string>>,
): string {
  const body = template.components.find((part) => part.kind === 'body')?.text ?? '';
  return body.replaceAll(/\{\{\s*(\w+)\s*\}\}/gu, (whole, name: string) => values[name] ?? whole);
}
