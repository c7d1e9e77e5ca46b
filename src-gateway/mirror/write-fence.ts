// Keeps a slow read from undoing a fresh write. A read takes a stamp before it asks the PABX; whatever was
// written or learned about a session since then (or is being written now) makes that read old news for it.
import type { Disposable } from '#shared/model/disposable.ts';

export interface WriteFence {
  /** Take one before asking the PABX. */
  stamp(): number;
  /** A write is on its way to the PABX until this is disposed. */
  begin(sessionId: string): Disposable;
  /** The session has just changed here. */
  touch(sessionId: string): void;
  /** True when what was read since `stamp` may be older than what we hold. */
  isStale(sessionId: string, stamp: number): boolean;
}

/** Sessions that changed longest ago are forgotten first; no read takes as long as that many changes. */
const REMEMBERED = 10_000;

export function createWriteFence(): WriteFence {
  let now = 0;
  const changed = new Map<string, number>();
  const inFlight = new Map<string, number>();
  const touch = (sessionId: string) => {
    now++;
    changed.delete(sessionId);
    changed.set(sessionId, now);
    const oldest = changed.size > REMEMBERED ? changed.keys().next().value : undefined;
    if (oldest !== undefined) changed.delete(oldest);
  };
  return {
    stamp: () => now,
    touch,
    begin(sessionId) {
      inFlight.set(sessionId, (inFlight.get(sessionId) ?? 0) + 1);
      let isOver = false;
      return {
        dispose() {
          if (isOver) return;
          isOver = true;
          const left = (inFlight.get(sessionId) ?? 1) - 1;
          if (left > 0) inFlight.set(sessionId, left);
          else inFlight.delete(sessionId);
          touch(sessionId);
        },
      };
    },
    isStale: (sessionId, stamp) => inFlight.has(sessionId) || (changed.get(sessionId) ?? 0) > stamp,
  };
}
