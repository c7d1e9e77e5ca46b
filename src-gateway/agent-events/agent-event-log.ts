// Each agent's numbered stream of events: dense from 1, appended inside the transaction of the change it tells
// of, read from any position, watched. The one way facts travel to clients; the link server only carries it.
import { RETENTION } from '#shared/link/limits.ts';
import type { Event } from '#shared/link/events.ts';
import type { Disposable } from '#shared/model/disposable.ts';
import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Store } from '../store/store.ts';
import type { StoredEvent } from '../store/streams.ts';

/** Where a client may go on, or why it must start anew. */
export type Resumption =
  | { readonly resumed: true; readonly epoch: string }
  | {
      readonly resumed: false;
      readonly epoch: string;
      readonly reason: 'firstTime' | 'epochChanged' | 'tooOld' | 'ahead';
    };

export interface AgentEventLog {
  /** Appends for one agent; call it inside the transaction of the change. */
  append(extension: string, event: Event): void;
  /** Events after a position, at most `limits.events` and about `limits.bytes` of JSON (never fewer than one). */
  read(extension: string, afterSeq: number, limits: { events: number; bytes: number }): StoredEvent[];
  /** Newest number given to the agent; 0 when none was. */
  head(extension: string): number;
  resume(extension: string, cursor: { epoch: string; seq: number } | undefined): Resumption;
  /** Rings after each commit that appended for the agent. */
  watch(extension: string, ring: () => void): Disposable;
  /** Drops what retention no longer asks for; returns how many events went. */
  prune(extensions: readonly string[]): number;
}

export function createAgentEventLog(store: Store, clock: Clock): AgentEventLog {
  const watchers = new Map<string, Set<() => void>>();
  const dirty = new Set<string>();

  const ring = () => {
    const due = [...dirty];
    dirty.clear();
    for (const extension of due) for (const watcher of watchers.get(extension) ?? []) watcher();
  };

  const open = (extension: string) => {
    const held = store.streams.get(extension);
    if (held) return held;
    store.streams.open(extension, randomUUID());
    return store.streams.get(extension) ?? { epoch: '', head: 0, tail: 1 };
  };

  return {
    append(extension, event) {
      open(extension);
      store.streams.append(extension, clock.now(), JSON.stringify(event));
      dirty.add(extension);
      // Each time: a transaction that failed took its doorbell with it, and ringing without news does nothing.
      store.afterCommit(ring);
    },
    read(extension, afterSeq, limits) {
      const page: StoredEvent[] = [];
      let bytes = 0;
      for (const event of store.streams.read(extension, afterSeq, limits.events)) {
        bytes += event.data.length;
        if (bytes > limits.bytes && page.length > 0) break;
        page.push(event);
      }
      return page;
    },
    head: (extension) => store.streams.get(extension)?.head ?? 0,
    resume(extension, cursor) {
      const { epoch, head, tail } = open(extension);
      if (!cursor) return { resumed: false, epoch, reason: 'firstTime' };
      if (cursor.epoch !== epoch) return { resumed: false, epoch, reason: 'epochChanged' };
      if (cursor.seq > head) return { resumed: false, epoch, reason: 'ahead' };
      if (cursor.seq < tail - 1) return { resumed: false, epoch, reason: 'tooOld' };
      return { resumed: true, epoch };
    },
    watch(extension, callback) {
      const set = watchers.get(extension) ?? new Set();
      watchers.set(extension, set.add(callback));
      return {
        dispose() {
          set.delete(callback);
          if (set.size === 0 && watchers.get(extension) === set) watchers.delete(extension);
        },
      };
    },
    prune(extensions) {
      let count = 0;
      for (const extension of extensions) {
        count += store.transaction(() =>
          store.streams.prune(extension, clock.now() - RETENTION.ms, RETENTION.eventsPerAgent),
        );
      }
      return count;
    },
  };
}
