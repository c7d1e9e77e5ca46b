import { describe, expect, it, vi } from 'vitest';
import type { Change, ChangeBatch } from '#shared/bridge/changes.ts';
import { createBroadcast } from '../gallery/broadcast.ts';
import { createFeed, type Feed } from './feed.ts';

const outbox = (waiting: number): Change => ({ kind: 'outbox', waiting, failed: 0 });

/** A feed over a service that numbers its batches from what the test says. */
function feedOver(subscribe: () => AsyncIterable<ChangeBatch>): {
  feed: Feed;
  heard: string[];
  broken: unknown[];
} {
  const heard: string[] = [];
  const broken: unknown[] = [];
  const feed = createFeed({
    subscribe: async () => subscribe(),
    onBroken: (error) => broken.push(error),
    retryMs: 1,
  });
  feed.on('outbox', (change) => heard.push(`outbox ${change.waiting}`));
  feed.on('reset', () => heard.push('reset'));
  return { feed, heard, broken };
}
async function* batches(...list: ChangeBatch[]): AsyncGenerator<ChangeBatch> {
  yield* list;
  await new Promise(() => undefined);
}

describe('the feed', () => {
  it('gives each handler the changes of its kind in commit order', async () => {
    const { feed, heard } = feedOver(() =>
      batches({ revision: 7, changes: [outbox(1), outbox(2)] }, { revision: 8, changes: [outbox(3)] }),
    );
    feed.start();
    await vi.waitFor(() => expect(heard).toEqual(['outbox 1', 'outbox 2', 'outbox 3']));
    feed.dispose();
  });

  it('subscribes anew after a gap and tells everybody to ask again', async () => {
    let subscriptions = 0;
    const { feed, heard } = feedOver(() => {
      subscriptions += 1;
      return subscriptions === 1
        ? batches({ revision: 1, changes: [outbox(1)] }, { revision: 3, changes: [outbox(3)] })
        : batches({ revision: 9, changes: [outbox(9)] });
    });
    feed.start();
    await vi.waitFor(() => expect(heard).toEqual(['outbox 1', 'reset', 'outbox 9']));
    feed.dispose();
  });

  it('makes a broken subscription again', async () => {
    let subscriptions = 0;
    const { feed, heard, broken } = feedOver(() => {
      subscriptions += 1;
      if (subscriptions === 1) throw new Error('port closed');
      return batches({ revision: 1, changes: [outbox(4)] });
    });
    feed.start();
    await vi.waitFor(() => expect(heard).toEqual(['reset', 'outbox 4']));
    expect(broken).toHaveLength(1);
    feed.dispose();
  });

  it('is silent for a disposed handler and after its own end', async () => {
    const source = createBroadcast<ChangeBatch>();
    const { feed, heard } = feedOver(() => source.listen(undefined));
    const handler = feed.on('outbox', () => heard.push('twice'));
    feed.start();
    await vi.waitFor(() => {
      source.send({ revision: 1, changes: [outbox(1)] });
      expect(heard).toContain('twice');
    });
    handler.dispose();
    heard.length = 0;
    feed.dispose();
    source.send({ revision: 2, changes: [outbox(2)] });
    await Promise.resolve();
    expect(heard).toEqual([]);
  });
});
