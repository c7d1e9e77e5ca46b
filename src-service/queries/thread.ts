// A window of a thread: cached messages by position, waiting ones after the newest.
import type { MessageRow } from '#shared/bridge/rows.ts';
import type { ThreadAnchor } from '#shared/bridge/service-contract.ts';
import type { SessionId } from '#shared/model/ids.ts';
import type { Store } from '../store/store.ts';

interface ThreadWindow {
  readonly rows: MessageRow[];
  readonly mayHaveOlder: boolean;
  readonly hasNewer: boolean;
  /** The cache ends here and the gateway may have more. */
  readonly isAtEdge: boolean;
}

export function threadWindow(
  store: Store,
  sessionId: SessionId,
  anchor: ThreadAnchor,
  limit: number,
): ThreadWindow {
  const { messages, entries } = store;
  /** Rows from `position` on, the newest of them followed by what waits. */
  const onwards = (position: number, count: number): { rows: MessageRow[]; hasNewer: boolean } => {
    const rows = messages.after(sessionId, position, count + 1);
    if (rows.length > count) return { rows: rows.slice(0, count), hasNewer: true };
    return { rows: [...rows, ...entries.waitingOf(sessionId)], hasNewer: false };
  };
  const choose = (): { rows: MessageRow[]; hasNewer: boolean } => {
    switch (anchor.at) {
      case 'newest':
        return {
          rows: [...messages.newest(sessionId, limit), ...entries.waitingOf(sessionId)],
          hasNewer: false,
        };
      case 'before':
        return { rows: messages.before(sessionId, anchor.position, limit), hasNewer: true };
      case 'after':
        return onwards(anchor.position, limit);
      case 'around': {
        const earlier = messages.before(sessionId, anchor.position, Math.floor(limit / 2));
        const later = onwards(anchor.position - 1, limit - earlier.length);
        return { rows: [...earlier, ...later.rows], hasNewer: later.hasNewer };
      }
    }
  };
  const { rows, hasNewer } = choose();
  const first = rows[0]?.position ?? null;
  const hasOlderHere = first !== null && messages.before(sessionId, first, 1).length > 0;
  const isAtEdge = !hasOlderHere && store.sessions.history(sessionId) !== null;
  return { rows, hasNewer, mayHaveOlder: hasOlderHere || isAtEdge, isAtEdge };
}
