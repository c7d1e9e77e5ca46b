// Marks messages as read that were in view while the window had the focus: not what merely arrived.
import { onScopeDispose, ref, watch } from 'vue';
import type { SessionRow } from '#shared/bridge/rows.ts';
import { useService } from '#renderer/bridge/clients.ts';
import { errorOf } from '#renderer/bridge/failures.ts';

/** Scrolling through a thread is one mark, not hundreds. */
const GATHER_MS = 250;

export interface ReadMark {
  /** Everything up to this position was in view. */
  seen(position: number): void;
}

export function useReadMark(session: () => SessionRow | null, isPresent: () => boolean): ReadMark {
  const service = useService();
  const seenUpTo = ref(0);
  let markedUpTo = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function mark(): void {
    const row = session();
    if (row === null || !isPresent()) return;
    const position = seenUpTo.value;
    if (row.unreadCount === 0 || position <= row.readPosition || position <= markedUpTo) return;
    markedUpTo = position;
    service.commands.markRead({ sessionId: row.id, position }).catch((error: unknown) => {
      markedUpTo = 0;
      console.error('markRead', errorOf(error).message);
    });
  }

  watch(
    () => session()?.id,
    () => {
      clearTimeout(timer);
      seenUpTo.value = 0;
      markedUpTo = 0;
    },
  );
  watch([seenUpTo, isPresent, () => session()?.unreadCount], () => {
    clearTimeout(timer);
    timer = setTimeout(mark, GATHER_MS);
  });
  onScopeDispose(() => clearTimeout(timer));

  return {
    seen: (position) => {
      seenUpTo.value = Math.max(seenUpTo.value, position);
    },
  };
}
