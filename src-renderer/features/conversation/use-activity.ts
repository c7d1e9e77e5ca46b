// Who else is in the session (from the feed) and telling them that this agent is (throttled, only while the window
// has the focus). Ephemeral on both sides: nothing is kept, nothing is queued.
import { computed, onScopeDispose, ref, watch, type ComputedRef } from 'vue';
import type { SessionId } from '#shared/model/ids.ts';
import type { ChangeOf } from '#renderer/bridge/feed.ts';
import { useService } from '#renderer/bridge/clients.ts';
import { useFeed } from '#renderer/bridge/feed.ts';
import { useAccountStore } from '#renderer/stores/account-store.ts';

type Ephemeral = ChangeOf<'activity'>['event'];

/** Often enough that a colleague's mark does not go out in between, seldom enough to cost nothing. */
const REPEAT_MS = 4000;
/** A pause in typing after which it counts as looking again. */
const TYPING_ENDS_MS = 4000;

export interface Activity {
  readonly typing: ComputedRef<readonly string[]>;
  readonly viewing: ComputedRef<readonly string[]>;
  /** A key was pressed in the composer. */
  typed(): void;
  /** The message went out or the field is empty. */
  stoppedTyping(): void;
}

/** @param isPresent whether this agent has the session before the eyes (window focused, session open). */
export function useActivity(sessionId: () => SessionId, isPresent: () => boolean): Activity {
  const service = useService();
  const account = useAccountStore();
  const people = ref(new Map<string, Ephemeral>());

  let expiry: ReturnType<typeof setTimeout> | undefined;
  function expire(): void {
    clearTimeout(expiry);
    const now = Date.now();
    let nextAt = Number.POSITIVE_INFINITY;
    for (const [key, person] of people.value) {
      if (person.untilAt <= now) people.value.delete(key);
      else nextAt = Math.min(nextAt, person.untilAt);
    }
    if (Number.isFinite(nextAt)) expiry = setTimeout(expire, nextAt - now);
  }
  const subscription = useFeed().on('activity', ({ event }) => {
    if (event.sessionId !== sessionId() || event.extension === account.account?.extension) return;
    people.value.set(`${event.kind}:${event.extension}`, event);
    expire();
  });
  const all = computed(() => [...people.value.values()]);
  const typing = computed(() => all.value.filter(({ kind }) => kind === 'typing').map(({ name }) => name));
  const viewing = computed(() => all.value.filter(({ kind }) => kind === 'viewing').map(({ name }) => name));

  let lastTypedAt = 0;
  let toldId: SessionId | null = null;
  let toldAt = 0;
  let told: 'viewing' | 'typing' | 'none' = 'none';
  function tell(id: SessionId, activity: typeof told): void {
    toldId = id;
    told = activity;
    toldAt = Date.now();
    // Nobody misses it when the link is down: it says so itself elsewhere, and the next one comes in seconds.
    service.activity.set({ sessionId: id, activity }).catch(() => undefined);
  }
  function current(): typeof told {
    if (!isPresent()) return 'none';
    return Date.now() - lastTypedAt < TYPING_ENDS_MS ? 'typing' : 'viewing';
  }
  function beat(): void {
    const activity = current();
    if (activity !== told || (activity !== 'none' && Date.now() - toldAt >= REPEAT_MS))
      tell(sessionId(), activity);
  }
  const heart = setInterval(beat, 1000);
  watch(
    sessionId,
    (id) => {
      if (toldId !== null && toldId !== id && told !== 'none') tell(toldId, 'none');
      people.value.clear();
      lastTypedAt = 0;
      told = 'none';
      beat();
    },
    { immediate: true },
  );
  watch(isPresent, beat);
  onScopeDispose(() => {
    clearInterval(heart);
    clearTimeout(expiry);
    subscription.dispose();
    if (toldId !== null && told !== 'none') tell(toldId, 'none');
  });

  return {
    typing,
    viewing,
    typed: () => {
      lastTypedAt = Date.now();
      beat();
    },
    stoppedTyping: () => {
      lastTypedAt = 0;
      beat();
    },
  };
}
