// Search as a person types: contacts of all lists and every cached message, newest first. Answers of older
// keystrokes are dropped; more pages come by keyset.
import { ref, shallowRef, watch } from 'vue';
import type { SearchHit, SessionRow } from '#shared/bridge/rows.ts';
import type { ErrorData } from '#shared/model/errors.ts';
import { SessionList } from '#shared/model/session.ts';
import { useService } from '#renderer/bridge/clients.ts';
import { errorOf } from '#renderer/bridge/failures.ts';

const SESSIONS_PER_LIST = 4;
const HITS = 50;
/** Hits held at most: enough to look through; a better word is the way to more. */
const MAX_HITS = 400;

export function useSearch(text: () => string) {
  const service = useService();
  const sessions = shallowRef<SessionRow[]>([]);
  const hits = shallowRef<SearchHit[]>([]);
  const hasMore = ref(false);
  const state = ref<'searching' | 'ready' | 'failed'>('searching');
  const failure = ref<ErrorData | null>(null);
  let generation = 0;

  async function search(): Promise<void> {
    generation += 1;
    const asked = generation;
    const wanted = text();
    try {
      const [pages, found] = await Promise.all([
        Promise.all(
          SessionList.options.map((list) =>
            service.sessions.page({ list, filter: {}, text: wanted, before: null, limit: SESSIONS_PER_LIST }),
          ),
        ),
        service.search.messages({ text: wanted, before: null, limit: HITS }),
      ]);
      if (asked !== generation) return;
      sessions.value = pages.flatMap((page) => page.rows).toSorted((a, b) => b.activeAt - a.activeAt);
      hits.value = found.hits;
      hasMore.value = found.hasMore;
      state.value = 'ready';
    } catch (error) {
      if (asked !== generation) return;
      failure.value = errorOf(error);
      state.value = 'failed';
    }
  }

  async function more(): Promise<void> {
    const last = hits.value.at(-1);
    if (!last || !hasMore.value) return;
    const asked = generation;
    hasMore.value = false;
    const before = { createdAt: last.message.createdAt, id: last.message.id };
    try {
      const found = await service.search.messages({ text: text(), before, limit: HITS });
      if (asked !== generation) return;
      hits.value = [...hits.value, ...found.hits];
      hasMore.value = found.hasMore && hits.value.length < MAX_HITS;
    } catch (error) {
      if (asked !== generation) return;
      failure.value = errorOf(error);
      state.value = 'failed';
    }
  }

  watch(text, () => void search(), { immediate: true });
  return { sessions, hits, hasMore, state, failure, search, more };
}
