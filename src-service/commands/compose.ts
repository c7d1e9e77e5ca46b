// What an agent sends, as an outbox entry: the command for the gateway and the bubble for the thread, one row.
import type { MessageRow } from '#shared/bridge/rows.ts';
import type { MessageContent } from '#shared/link/commands.ts';
import type { Template } from '#shared/model/directory.ts';
import { AppError } from '#shared/model/errors.ts';
import type { CommandId, ExtensionNumber, MessageId, SessionId } from '#shared/model/ids.ts';
import { MAX_TEXT_BYTES, type MessageFile } from '#shared/model/message.ts';
import type { NewEntry } from '../store/outbox-entries.ts';

interface Author {
  readonly extension: string;
  readonly name: string;
}

export interface Composition {
  /** A UUIDv7: the message's id and its command's. */
  readonly id: string;
  readonly sessionId: SessionId;
  readonly author: Author;
  readonly createdAt: number;
  readonly content: MessageContent;
  /** What the bubble shows of a file or a template. */
  readonly file?: MessageFile;
  readonly template?: Template | null;
}

/** A template's body with its variables filled in. */
export function renderTemplate(template: Template, variables: Readonly<Record<string, string>>): string {
  const body = template.components.find((component) => component.kind === 'body')?.text ?? template.name;
  return body.replaceAll(/\{\{\s*([^{}]+?)\s*\}\}/gu, (whole, name: string) => variables[name] ?? whole);
}

function textOf({ content, template }: Composition): string {
  if (content.kind === 'text') return content.text;
  if (content.kind === 'file') return content.caption;
  return template === undefined || template === null ? '' : renderTemplate(template, content.variables);
}

/** @throws AppError `message.empty`, `message.textTooLong` before anything is stored */
export function composeMessage(composition: Composition): NewEntry {
  const { content, sessionId, author, createdAt, file, template } = composition;
  const text = textOf(composition);
  if (content.kind === 'text' && text.trim() === '') throw new AppError('message.empty');
  const bytes = new TextEncoder().encode(text).length;
  if (bytes > MAX_TEXT_BYTES) {
    throw new AppError('message.textTooLong', { details: { bytes, maxBytes: MAX_TEXT_BYTES } });
  }
  // The one place where these ids are made: a UUIDv7 is a valid id of both kinds.
  const id = composition.id as CommandId & MessageId;
  const message: MessageRow = {
    id,
    version: 0,
    sessionId,
    position: null,
    author: { kind: 'agent', extension: author.extension as ExtensionNumber, name: author.name },
    kind: content.kind,
    text,
    file: file ?? null,
    template:
      content.kind === 'template' && template !== undefined && template !== null
        ? {
            templateId: content.templateId,
            name: template.name,
            language: template.language,
            variables: content.variables,
          }
        : null,
    system: null,
    state: 'queued',
    failure: null,
    createdAt,
  };
  const payload = { messageId: id, sessionId, content };
  return { commandId: id, name: 'message.send', sessionId, payload, message, createdAt };
}
