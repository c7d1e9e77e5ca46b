import { describe, expect, it } from 'vitest';
import { ExtensionNumber } from '#shared/model/ids.ts';
import { buildMessage, buildReply, FIXTURE_NOW } from './message-builder.fixture.ts';
import { threadItems } from './thread-items.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const kinds = (items: ReturnType<typeof threadItems>) => items.map((item) => item.kind);

describe('what stands in a thread', () => {
  it('opens every day with a separator', () => {
    const items = threadItems(
      [
        buildMessage({ position: 1, createdAt: FIXTURE_NOW }),
        buildMessage({ position: 2, createdAt: FIXTURE_NOW + MINUTE }),
        buildMessage({ position: 3, createdAt: FIXTURE_NOW + DAY }),
      ],
      null,
    );
    expect(kinds(items)).toEqual(['day', 'message', 'message', 'day', 'message']);
  });

  it('groups what one author wrote within five minutes', () => {
    const items = threadItems(
      [
        buildMessage({ position: 1, createdAt: FIXTURE_NOW }),
        buildMessage({ position: 2, createdAt: FIXTURE_NOW + MINUTE }),
        buildReply({ position: 3, createdAt: FIXTURE_NOW + 2 * MINUTE }),
        buildReply({ position: 4, createdAt: FIXTURE_NOW + 8 * MINUTE }),
      ],
      null,
    );
    const marks = items.flatMap((item) => (item.kind === 'message' ? [[item.isFirst, item.isLast]] : []));
    expect(marks).toEqual([
      [true, false],
      [false, true],
      [true, true],
      [true, true],
    ]);
  });

  it('keeps two agents apart though both stand on our side', () => {
    const other = ExtensionNumber.parse('1002');
    const items = threadItems(
      [
        buildReply({ position: 1, createdAt: FIXTURE_NOW }),
        buildReply({
          position: 2,
          createdAt: FIXTURE_NOW + 1000,
          author: { kind: 'agent', extension: other, name: 'Bruno Lima' },
        }),
      ],
      null,
    );
    expect(items.map((item) => (item.kind === 'message' ? [item.side, item.isFirst] : item.kind))).toEqual([
      'day',
      ['ours', true],
      ['ours', true],
    ]);
  });

  it('marks the first unread message of the contact, not our own reply before it', () => {
    const items = threadItems(
      [buildMessage({ position: 1 }), buildReply({ position: 2 }), buildMessage({ position: 3 })],
      1,
    );
    expect(kinds(items)).toEqual(['day', 'message', 'message', 'unread', 'message']);
    expect(kinds(threadItems([buildMessage({ position: 1 })], 1))).toEqual(['day', 'message']);
  });

  it('lets a system line stand alone and break the group', () => {
    const system = buildMessage({
      position: 2,
      author: { kind: 'system' },
      kind: 'system',
      system: { event: 'pickedUp', by: 'Ana Souza', to: null, durationMs: null },
    });
    const items = threadItems([buildMessage({ position: 1 }), system, buildMessage({ position: 3 })], null);
    expect(kinds(items)).toEqual(['day', 'message', 'system', 'message']);
    expect(items.at(-1)).toMatchObject({ isFirst: true });
  });

  it('gives a message the same key before and after it left the outbox', () => {
    const queued = buildReply({ position: null, state: 'queued' });
    const [, before] = threadItems([queued], null);
    const [, after] = threadItems([{ ...queued, position: 9, state: 'sent' }], null);
    expect(before?.key).toBe(after?.key);
  });
});
