// Generates docs/link-protocol.md, its AsyncAPI 3 document, and docs/errors.md from the schemas and tables of
// src-shared, so that they never say anything else than the code. `npm run docs` writes them.
import type { z } from 'zod';
import { COMMANDS, type CommandName } from '#shared/link/commands.ts';
import { Ephemeral, Event, type EventKind } from '#shared/link/events.ts';
import { ClientFrame, CLOSE_CODES, ServerFrame } from '#shared/link/frames.ts';
import { About, HTTP_PATHS, SignedIn, SignIn, UploadedFile } from '#shared/link/http.ts';
import { LIMITS, LINK_PATH, PROTOCOL, RETENTION, SUBPROTOCOL } from '#shared/link/limits.ts';
import { ERROR_CODES } from '#shared/model/errors.ts';
import {
  CLIENT_EXAMPLES,
  COMMAND_EXAMPLES,
  EPHEMERAL_EXAMPLE,
  EVENT_EXAMPLES,
  SERVER_EXAMPLES,
} from './docs/examples.ts';
import { CLIENT_MEANINGS, COMMAND_MEANINGS, EVENT_MEANINGS, SERVER_MEANINGS } from './docs/meanings.ts';
import { linkProse } from './docs/prose.ts';
import { fieldTable, jsonSchemaOf } from './docs/schema-table.ts';

const json = (value: unknown): string => `\`\`\`json\n${JSON.stringify(value, null, 2)}\n\`\`\`\n`;

/** The frames of one direction: heading, meaning, fields, example. */
function framePart<Frame extends string>(
  schemas: readonly z.ZodObject<{ frame: z.ZodLiteral<Frame> }>[],
  meanings: Readonly<Record<Frame, string>>,
  examples: Readonly<Record<Frame, unknown>>,
): string {
  return schemas
    .map((schema) => {
      const frame = schema.shape.frame.value;
      return `### \`${frame}\`\n\n${meanings[frame]}\n\n${fieldTable(schema, ['frame'])}\n${json(examples[frame])}`;
    })
    .join('\n');
}

const eventPart = (): string =>
  Event.options
    .map((schema) => {
      const kind: EventKind = schema.shape.kind.value;
      return `### \`${kind}\`\n\n${EVENT_MEANINGS[kind]}\n\n${fieldTable(schema, ['kind'])}\n${json(EVENT_EXAMPLES[kind])}`;
    })
    .join('\n');

const commandPart = (): string =>
  (Object.keys(COMMANDS) as CommandName[])
    .map((name) => {
      const { nature, payload, result } = COMMANDS[name];
      return [
        `### \`${name}\` (${nature})\n`,
        `${COMMAND_MEANINGS[name]}\n`,
        `Payload:\n\n${fieldTable(payload)}`,
        json(COMMAND_EXAMPLES[name]),
        `Result:\n\n${fieldTable(result)}`,
      ].join('\n');
    })
    .join('\n');

const closePart = (): string =>
  [
    '| code | what the client does |',
    '|---|---|',
    ...Object.entries(CLOSE_CODES).map(([code, what]) => `| ${code} | ${what} |`),
    '',
  ].join('\n');

const limitPart = (): string =>
  [
    '| limit | value |',
    '|---|---|',
    ...Object.entries(LIMITS).map(([name, value]) => `| \`${name}\` | ${value} |`),
    '',
  ].join('\n');

/** docs/link-protocol.md. */
export function linkProtocolMarkdown(): string {
  const prose = linkProse({
    path: LINK_PATH,
    subprotocol: SUBPROTOCOL,
    protocol: PROTOCOL,
    retention: RETENTION,
  });
  const page = [
    prose.opening,
    `## Close codes\n\n${closePart()}\n${prose.closing}`,
    `## Limits\n\n${limitPart()}\n${prose.limits}`,
    `## Frames of the server\n\n${framePart(ServerFrame.options, SERVER_MEANINGS, SERVER_EXAMPLES)}`,
    `## Frames of the client\n\n${framePart(ClientFrame.options, CLIENT_MEANINGS, CLIENT_EXAMPLES)}`,
    `## Events\n\n${prose.events}\n${eventPart()}`,
    `### Ephemerals: \`typing\`, \`viewing\`\n\n${fieldTable(Ephemeral.options[0])}\n${json(EPHEMERAL_EXAMPLE)}`,
    `## Commands\n\n${prose.commands}\n${commandPart()}`,
    `## HTTP beside the link\n\n${prose.http(HTTP_PATHS)}`,
    `### About\n\n${fieldTable(About)}`,
    `### SignIn\n\n${fieldTable(SignIn)}`,
    `### SignedIn\n\n${fieldTable(SignedIn)}`,
    `### MessageFile\n\n${fieldTable(UploadedFile)}`,
  ];
  return `${page
    .join('\n')
    .replaceAll(/\n{3,}/gu, '\n\n')
    .trimEnd()}\n`;
}

/** The same as an AsyncAPI 3 document: every frame as a message with its JSON Schema. */
export function asyncApiDocument(): object {
  const messages = (frames: readonly z.ZodObject<{ frame: z.ZodLiteral<string> }>[]) =>
    Object.fromEntries(frames.map((schema) => [schema.shape.frame.value, { payload: jsonSchemaOf(schema) }]));
  const refs = (frames: readonly z.ZodObject<{ frame: z.ZodLiteral<string> }>[]) =>
    frames.map((schema) => ({ $ref: `#/channels/link/messages/${schema.shape.frame.value}` }));
  return {
    asyncapi: '3.0.0',
    info: { title: 'Lynk link', version: String(PROTOCOL), description: 'See docs/link-protocol.md.' },
    channels: {
      link: {
        address: LINK_PATH,
        bindings: { ws: { method: 'GET' } },
        messages: { ...messages(ServerFrame.options), ...messages(ClientFrame.options) },
      },
    },
    operations: {
      fromServer: {
        action: 'receive',
        channel: { $ref: '#/channels/link' },
        messages: refs(ServerFrame.options),
      },
      fromClient: {
        action: 'send',
        channel: { $ref: '#/channels/link' },
        messages: refs(ClientFrame.options),
      },
    },
    components: {
      schemas: {
        Event: jsonSchemaOf(Event),
        ...Object.fromEntries(
          Object.entries(COMMANDS).flatMap(([name, { payload, result }]) => [
            [`${name}.payload`, jsonSchemaOf(payload)],
            [`${name}.result`, jsonSchemaOf(result)],
          ]),
        ),
      },
    },
  };
}

/** docs/errors.md. */
export function errorsMarkdown(): string {
  const rows = Object.entries(ERROR_CODES).map(
    ([code, { remedy, sentence }]) => `| \`${code}\` | ${remedy} | ${sentence} |`,
  );
  return [
    '# Errors\n',
    'Generated from `src-shared/model/errors.ts`. A code is `area.reason`. The remedy says what the sending queue of a client does with a refused command: `retry` tries again by itself, `askPerson` shows it with *try again* and *discard*, `stop` does not try again.\n',
    '| code | remedy | sentence |',
    '|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}
