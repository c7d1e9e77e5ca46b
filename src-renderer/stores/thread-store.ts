// The open session and the part of its thread that is held. Projection: rows come from `messages.window` and from the
// feed, never from a component. What the feed brings while a page is on its way is applied again after the page, so
// that an answer that was read earlier never hides a change that came later.
import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import type { SessionRow } from '#shared/bridge/rows.ts';
import type { ThreadAnchor } from '#shared/bridge/service-contract.ts';
import type { SessionId } from '#shared/model/ids.ts';
import { useService } from '../bridge/clients.ts';
import { errorOf } from '../bridge/failures.ts';
import { useFeed } from '../bridge/feed.ts';
import {
  EMPTY_WINDOW,
  firstPosition,
  lastPosition,
  MAX_ROWS,
  type ThreadPage,
  type ThreadWindow,
  withNewer,
  withOlder,
  withoutRow,
  withRow,
} from '../features/conversation/thread-window.ts';

const FIRST_PAGE = 50;
const NEXT_PAGE = 50;
/** With more unread than this, the thread opens where reading stopped instead of at its end. */
const UNREAD_OPENS_AROUND = 30;

type Update = (window: ThreadWindow) => ThreadWindow;

export const useThreadStore = defineStore('thread', () => {
  const service = useService();
  const sessionId = ref<SessionId | null>(null);
  const session = shallowRef<SessionRow | null>(null);
  const window = shallowRef<ThreadWindow>(EMPTY_WINDOW);
  const status = ref<'loading' | 'ready' | 'failed' | 'gone'>('loading');
  /** What keeps older messages: nothing, a page on its way, the gateway, or the missing link. */
  const older = ref<'idle' | 'loading' | 'fetching' | 'offline'>('idle');
  /** Position after which the unread separator stands; null without one. */
  const unreadAfter = ref<number | null>(null);
  /** Grows when the thread should show its newest message whatever is on screen (a reply was sent). */
  const newestWanted = ref(0);

  /** True while the agent looks at the newest message: then new rows push out old ones, else the other way round. */
  let isAttended = true;
  /** Changed by every `open`: answers that belong to another session are dropped. */
  let visit = 0;
  let pagesOnTheirWay = 0;
  let arrivedMeanwhile: Update[] = [];

  function update(change: Update): void {
    window.value = change(window.value);
    if (pagesOnTheirWay > 0) arrivedMeanwhile.push(change);
  }

  /** Asks for a page and lets it in with `join`; false when the agent has left the session meanwhile. */
  async function page(
    anchor: ThreadAnchor,
    limit: number,
    join: (page: ThreadPage) => ThreadWindow,
  ): Promise<boolean> {
    const id = sessionId.value;
    if (id === null) return false;
    const ofVisit = visit;
    pagesOnTheirWay += 1;
    try {
      const answer = await service.messages.window({ sessionId: id, anchor, limit });
      if (ofVisit !== visit) return false;
      window.value = arrivedMeanwhile.reduce((held, change) => change(held), join(answer));
      return true;
    } finally {
      if (ofVisit === visit) {
        pagesOnTheirWay -= 1;
        if (pagesOnTheirWay === 0) arrivedMeanwhile = [];
      }
    }
  }

  /**
   * Shows a session: its newest messages, or the place around `position`.
   * @param position of a found message; null opens at the end, or where reading stopped when much is unread.
   * @param known its row where a list holds it: the header stands at once.
   */
  async function open(
    id: SessionId,
    position: number | null = null,
    known: SessionRow | null = null,
  ): Promise<void> {
    visit += 1;
    const ofVisit = visit;
    pagesOnTheirWay = 0;
    arrivedMeanwhile = [];
    sessionId.value = id;
    session.value = known;
    window.value = EMPTY_WINDOW;
    status.value = 'loading';
    older.value = 'idle';
    unreadAfter.value = null;
    try {
      if (session.value === null) {
        const row = await service.sessions.get({ sessionId: id });
        if (ofVisit !== visit) return;
        // The feed may have told of it while the answer came; what it told is newer.
        session.value ??= row;
      }
      if (session.value === null) {
        status.value = 'gone';
        return;
      }
      const { unreadCount, readPosition } = session.value;
      if (unreadCount > 0) unreadAfter.value = readPosition;
      const around =
        position ?? (unreadCount > UNREAD_OPENS_AROUND && readPosition > 0 ? readPosition : null);
      const anchor: ThreadAnchor = around === null ? { at: 'newest' } : { at: 'around', position: around };
      if (await page(anchor, FIRST_PAGE, (answer) => answer)) status.value = 'ready';
    } catch (error) {
      if (ofVisit !== visit) return;
      console.error('thread.open', errorOf(error).message);
      status.value = 'failed';
    }
  }

  function close(): void {
    visit += 1;
    sessionId.value = null;
    session.value = null;
    window.value = EMPTY_WINDOW;
  }

  /** The page above what is held; when the cache has none, the gateway is asked and a `thread` change follows. */
  async function loadOlder(mayFetch = true): Promise<void> {
    const id = sessionId.value;
    const first = firstPosition(window.value);
    if (id === null || older.value === 'loading' || (older.value !== 'idle' && mayFetch)) return;
    const mayHaveOlder = () => window.value.mayHaveOlder;
    if (!mayHaveOlder()) return;
    const ofVisit = visit;
    older.value = 'loading';
    try {
      const join = (answer: ThreadPage) => withOlder(window.value, answer);
      // Of a thread that is not cached at all there is no place to ask from: the gateway is.
      const anchor: ThreadAnchor = first === null ? { at: 'newest' } : { at: 'before', position: first };
      if (!(await page(anchor, NEXT_PAGE, join))) return;
      const hasGrown = firstPosition(window.value) !== first;
      const needsGateway = !hasGrown && mayHaveOlder() && mayFetch;
      older.value = needsGateway ? 'fetching' : 'idle';
      if (needsGateway) await service.messages.fetchOlder({ sessionId: id });
    } catch (error) {
      if (ofVisit !== visit) return;
      console.error('thread.older', errorOf(error).message);
      older.value = 'offline';
    }
  }

  /** The page below what is held, after reading far up. */
  async function loadNewer(): Promise<void> {
    const last = lastPosition(window.value);
    if (!window.value.hasNewer || last === null || pagesOnTheirWay > 0) return;
    await page({ at: 'after', position: last }, NEXT_PAGE, (answer) => withNewer(window.value, answer));
  }

  /** Holds the newest messages again, at once when they are held already. */
  async function showNewest(): Promise<void> {
    if (window.value.hasNewer) await page({ at: 'newest' }, FIRST_PAGE, (answer) => answer);
    newestWanted.value += 1;
  }

  /** Holds the place around `position`; true when it is on hand. */
  async function showAround(position: number): Promise<boolean> {
    if (window.value.rows.some((row) => row.position === position)) return true;
    return page({ at: 'around', position }, FIRST_PAGE, (answer) => answer);
  }

  /** Reads everything held again, after changes in bulk. */
  async function refresh(): Promise<void> {
    const first = firstPosition(window.value);
    if (first === null) {
      await page({ at: 'newest' }, FIRST_PAGE, (answer) => answer);
      return;
    }
    const { mayHaveOlder } = window.value;
    await page({ at: 'after', position: first - 1 }, MAX_ROWS, (answer) => ({ ...answer, mayHaveOlder }));
  }

  /** Whether the agent looks at the newest message of the thread right now (window focused, scrolled down). */
  function attend(isLooking: boolean): void {
    isAttended = isLooking;
  }

  function report(what: string, work: Promise<unknown>): void {
    work.catch((error: unknown) => console.error(what, errorOf(error).message));
  }

  const feed = useFeed();
  feed.on('session', ({ row }) => {
    if (row.id !== sessionId.value) return;
    const wasRead = session.value?.unreadCount === 0;
    session.value = row;
    // A session that was just created may be asked for before it is cached.
    if (status.value === 'gone') void open(row.id, null, row);
    else if (wasRead && row.unreadCount > 0 && !isAttended) unreadAfter.value = row.readPosition;
  });
  feed.on('sessionGone', (change) => {
    if (change.sessionId === sessionId.value) status.value = 'gone';
  });
  feed.on('message', ({ row }) => {
    if (row.sessionId === sessionId.value)
      update((held) => withRow(held, row, isAttended ? 'newest' : 'oldest'));
  });
  feed.on('messageGone', (change) => {
    if (change.sessionId === sessionId.value) update((held) => withoutRow(held, change.messageId));
  });
  feed.on('thread', (change) => {
    if (change.sessionId !== sessionId.value) return;
    const wasWaiting = older.value === 'fetching';
    older.value = 'idle';
    report('thread.refresh', wasWaiting ? loadOlder(false) : refresh());
  });
  feed.on('link', ({ link }) => {
    if (older.value === 'fetching' && link.state !== 'live') older.value = 'offline';
    if (older.value === 'offline' && link.state === 'live') older.value = 'idle';
  });
  feed.on('reset', ({ reason }) => {
    const id = sessionId.value;
    if (id === null || reason === 'accountChanged') return;
    const ofVisit = visit;
    const again = async () => {
      const row = await service.sessions.get({ sessionId: id });
      if (ofVisit !== visit) return;
      session.value = row;
      if (row === null) status.value = 'gone';
      else await refresh();
    };
    report('thread.reset', again());
  });

  return {
    sessionId,
    session,
    window,
    status,
    older,
    unreadAfter,
    newestWanted,
    open,
    close,
    loadOlder,
    loadNewer,
    showNewest,
    showAround,
    attend,
  };
});
