// Valid rows by default for tests and gallery stories of the conversation.
import type { MessageRow } from '#shared/bridge/rows.ts';
import { ExtensionNumber, MessageId, SessionId } from '#shared/model/ids.ts';

/** Monday, 23 November 2026, 15:00 UTC. */
export const FIXTURE_NOW = Date.UTC(2026, 10, 23, 15, 0, 0);

/** What the contact wrote; override what the test or story is about. */
export function buildMessage(overrides: Partial<MessageRow> = {}): MessageRow {
  const position = overrides.position === undefined ? 1 : overrides.position;
  return {
    id: MessageId.parse(position === null ? '0193-waiting' : `p${String(position)}`),
    version: 1,
    sessionId: SessionId.parse('3073'),
    position,
    author: { kind: 'contact', name: 'Marina Alves' },
    kind: 'text',
    text: 'Bom dia!',
    file: null,
    template: null,
    system: null,
    state: 'received',
    failure: null,
    createdAt: FIXTURE_NOW + (position ?? 1_000_000) * 1000,
    ...overrides,
  };
}

/** What an agent sent. */
export function buildReply(overrides: Partial<MessageRow> = {}): MessageRow {
  return buildMessage({
    author: { kind: 'agent', extension: ExtensionNumber.parse('1001'), name: 'Ana Souza' },
    text: 'Bom dia! Como posso ajudar?',
    state: 'delivered',
    ...overrides,
  });
}
