import { describe, expect, it } from 'vitest';
import type { Change, ChangeBatch } from '#shared/bridge/changes.ts';
import { createFeed } from './feed.ts';

const outbox = (waiting: number): Change => ({ kind: 'outbox', waiting, failed: 0 });
const thread = (sessionId: string): Change => ({ kind: 'thread', sessionId }) as Change;
const command = (id: number): Change =>
  ({ kind: 'command', commandId: `c${id}`, result: null, error: null }) as Change;

describe('the feed', () => {
  it('begins with the state of the moment and counts each batch up by one', () => {
    const feed = createFeed(() => [outbox(3)]);
    const batches: ChangeBatch[] = [];
    const subscription = feed.subscribe((batch) => batches.push(batch));
    feed.publish([outbox(4)]);
    feed.publish([]);
    feed.publish([outbox(5)]);
    subscription.dispose();
    feed.publish([outbox(6)]);
    expect(batches).toEqual([
      { revision: 1, changes: [outbox(3)] },
      { revision: 2, changes: [outbox(4)] },
      { revision: 3, changes: [outbox(5)] },
    ]);
  });

  it('merges for a slow reader what tells of the same thing, the last word last, without gaps', async () => {
    const feed = createFeed(() => [outbox(0)]);
    const reader = feed.iterate(undefined);
    expect((await reader.next()).value).toEqual({ revision: 1, changes: [outbox(0)] });
    feed.publish([outbox(1), thread('7')]);
    feed.publish([outbox(2)]);
    expect((await reader.next()).value).toEqual({ revision: 2, changes: [thread('7'), outbox(2)] });
    const waiting = reader.next();
    feed.publish([outbox(3)]);
    expect((await waiting).value).toEqual({ revision: 3, changes: [outbox(3)] });
    feed.close();
  });

  it('tells a reader who is too slow to ask everything again, and keeps the outcomes of commands', async () => {
    const feed = createFeed(() => [outbox(9)]);
    const reader = feed.iterate(undefined);
    await reader.next();
    feed.publish([command(1)]);
    for (let index = 0; index < 5000; index += 1) feed.publish([thread(String(index))]);
    const { value } = await reader.next();
    const changes = value?.changes ?? [];
    expect(changes.length).toBeLessThan(2100);
    expect(changes).toContainEqual({ kind: 'reset', reason: 'snapshot' });
    expect(changes).toContainEqual(outbox(9));
    expect(changes).toContainEqual(command(1));
    feed.close();
  });

  it('ends its readers when it is closed or they are', async () => {
    const feed = createFeed(() => [outbox(0)]);
    const controller = new AbortController();
    const aborted = feed.iterate(controller.signal);
    await aborted.next();
    const ending = aborted.next();
    controller.abort();
    expect(await ending).toMatchObject({ done: true });
    const closed = feed.iterate(undefined);
    await closed.next();
    const closing = closed.next();
    feed.close();
    expect(await closing).toMatchObject({ done: true });
  });
});
