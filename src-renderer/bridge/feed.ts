// The window's end of the change feed (road down): one subscription, applied in order. A gap in the revision, a
// broken iterator or a new holder of the account means subscribing anew, and `reset` tells every store to ask again.
import { inject, type App, type InjectionKey } from 'vue';
import type { Change, ChangeBatch, ChangeKind } from '#shared/bridge/changes.ts';
import type { Disposable } from '#shared/model/disposable.ts';

export type ChangeOf<Kind extends ChangeKind> = Extract<Change, { kind: Kind }>;

export interface Feed extends Disposable {
  /** Calls `handler` for each change of the kind, in commit order, until disposed. */
  on<Kind extends ChangeKind>(kind: Kind, handler: (change: ChangeOf<Kind>) => void): Disposable;
  /** Begins to subscribe. Stores that want the first batch (link, account, counts) register before. */
  start(): void;
  /** Drops the subscription and makes a new one; emits `reset`. */
  restart(): void;
}

export interface FeedOptions {
  /** Opens one subscription: `service.changes`. */
  subscribe(signal: AbortSignal): Promise<AsyncIterable<ChangeBatch>>;
  /** A subscription that broke, for the log; it is made again after `retryMs`. */
  onBroken(error: unknown): void;
  readonly retryMs?: number;
}

export function createFeed(options: FeedOptions): Feed {
  const handlers = new Map<ChangeKind, Set<(change: Change) => void>>();
  const retryMs = options.retryMs ?? 500;
  let life: AbortController | null = null;

  const emit = (change: Change): void => {
    for (const handler of handlers.get(change.kind) ?? []) handler(change);
  };

  /** Reads one subscription to its end; true when it ended because of a gap. */
  async function read(signal: AbortSignal): Promise<boolean> {
    let revision: number | null = null;
    for await (const batch of await options.subscribe(signal)) {
      if (signal.aborted) return false;
      if (revision !== null && batch.revision !== revision + 1) return true;
      revision = batch.revision;
      for (const change of batch.changes) emit(change);
    }
    return false;
  }

  async function run(signal: AbortSignal): Promise<void> {
    // Asked anew each time: it changes while something is awaited.
    const isOver = (): boolean => signal.aborted;
    while (!isOver()) {
      let isGap = false;
      try {
        isGap = await read(signal);
      } catch (error) {
        if (!isOver()) options.onBroken(error);
      }
      if (isOver()) return;
      if (!isGap) await pause(retryMs, signal);
      emit({ kind: 'reset', reason: 'snapshot' });
    }
  }

  function begin(): void {
    life = new AbortController();
    void run(life.signal);
  }

  return {
    on<Kind extends ChangeKind>(kind: Kind, handler: (change: ChangeOf<Kind>) => void): Disposable {
      // The map is keyed by the kind, so a handler only ever meets changes of its own kind.
      const stored = handler as (change: Change) => void;
      const set = handlers.get(kind) ?? new Set();
      handlers.set(kind, set.add(stored));
      return { dispose: () => void set.delete(stored) };
    },
    start() {
      if (!life) begin();
    },
    restart() {
      life?.abort();
      begin();
      emit({ kind: 'reset', reason: 'snapshot' });
    },
    dispose() {
      life?.abort();
      handlers.clear();
    },
  };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

const FEED: InjectionKey<Feed> = Symbol('feed');

/** Gives every store and component of `app` the one feed. */
export function provideFeed(app: App, feed: Feed): void {
  app.provide(FEED, feed);
}

/** The feed, in a setup function or a store. Handlers made in a component are disposed by the component. */
export function useFeed(): Feed {
  const feed = inject(FEED);
  if (!feed) throw new Error('provideFeed was not called on this app before the feed was asked for.');
  return feed;
}
