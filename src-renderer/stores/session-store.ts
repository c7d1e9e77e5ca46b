// The list on screen: which list, which filter, and the rows around what is visible. A projection: pages come from
// the service, changes from the feed. It tells a person who took a session that goes before their eyes.
import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import type { SessionRow } from '#shared/bridge/rows.ts';
import type { SessionFilter } from '#shared/bridge/service-contract.ts';
import type { ErrorData } from '#shared/model/errors.ts';
import { canPickUp, listOf, type SessionList } from '#shared/model/session.ts';
import { useService } from '../bridge/clients.ts';
import { errorOf } from '../bridge/failures.ts';
import { useFeed } from '../bridge/feed.ts';
import { useTexts } from '../i18n/i18n.ts';
import { useAccountStore } from './account-store.ts';
import {
  PAGE_SIZE,
  appendPage,
  countAbove,
  dropRow,
  firstPage,
  prependPage,
  putRow,
  type ListWindow,
  type Page,
} from './list-window.ts';
import { useToastStore } from './toast-store.ts';

/** Pages are asked for when the screen comes this close to the edge of what is held. */
const AHEAD = 25;
const EMPTY: ListWindow = firstPage({ rows: [], next: null });

export const useSessionStore = defineStore('sessions', () => {
  const service = useService();
  const accounts = useAccountStore();
  const toasts = useToastStore();
  const { t } = useTexts();

  const list = ref<SessionList>('recent');
  const filter = ref<SessionFilter>({});
  const held = shallowRef<ListWindow>(EMPTY);
  const state = ref<'loading' | 'ready' | 'failed'>('loading');
  const failure = ref<ErrorData | null>(null);
  const skipped = computed(() => countAbove(held.value));
  const isFiltered = computed(() => Object.values(filter.value).some((value) => value !== undefined));
  /** Grows when list, filter or data change at large: answers of older questions are dropped. */
  let generation = 0;
  let isPaging = false;
  /** Changes that came while a page was on its way: the page may be older than they are, so they are applied again. */
  let late: ((window: ListWindow) => ListWindow)[] = [];
  let edge: [first: number, last: number] = [0, 0];

  const read = (before: Page['next']): Promise<Page> =>
    service.sessions.page({ list: list.value, filter: filter.value, text: '', before, limit: PAGE_SIZE });

  /** Reads the list from its top. The old rows stay until the new ones are there, unless `isOther`. */
  async function reload(isOther = false): Promise<void> {
    generation += 1;
    const asked = generation;
    isPaging = true;
    late = [];
    if (isOther) {
      held.value = EMPTY;
      state.value = 'loading';
    }
    try {
      const page = await read(null);
      if (asked !== generation) return;
      take(firstPage(page));
      state.value = 'ready';
      failure.value = null;
    } catch (error) {
      if (asked !== generation) return;
      failure.value = errorOf(error);
      state.value = 'failed';
      isPaging = false;
    }
  }

  /** A new window of the list, with the changes that overtook its page. */
  function take(window: ListWindow): void {
    held.value = late.reduce((before, change) => change(before), window);
    late = [];
    isPaging = false;
  }

  function apply(change: (window: ListWindow) => ListWindow): void {
    held.value = change(held.value);
    if (isPaging) late.push(change);
  }

  async function readPage(
    from: Page['next'],
    join: (window: ListWindow, page: Page) => ListWindow,
  ): Promise<void> {
    const asked = generation;
    isPaging = true;
    try {
      const page = await read(from);
      if (asked !== generation) return;
      take(join(held.value, page));
      onRange(...edge);
    } catch (error) {
      if (asked !== generation) return;
      isPaging = false;
      failure.value = errorOf(error);
    }
  }

  /** What is on screen, as indexes of the whole list; brings the neighbouring pages. */
  function onRange(first: number, last: number): void {
    edge = [first, last];
    if (isPaging || state.value !== 'ready') return;
    const { rows, next, above } = held.value;
    if (next !== null && last >= skipped.value + rows.length - AHEAD) void readPage(next, appendPage);
    else if (above.length > 0 && first < skipped.value + AHEAD)
      void readPage(above.at(-1)?.start ?? null, prependPage);
  }

  function showList(next: SessionList): void {
    if (next === list.value) return;
    list.value = next;
    void reload(true);
  }

  function setFilter(next: SessionFilter): void {
    filter.value = next;
    void reload(true);
  }

  function belongs(row: SessionRow): boolean {
    const { channelKind, queueId, only, campaignId } = filter.value;
    return (
      listOf(row) === list.value &&
      (channelKind === undefined || row.channelKind === channelKind) &&
      (queueId === undefined || row.queueId === queueId) &&
      (campaignId === undefined || row.campaignId === campaignId) &&
      (only !== 'unread' || row.unreadCount > 0) &&
      (only !== 'mine' || row.holder?.extension === accounts.account?.extension) &&
      (only !== 'waiting' || canPickUp(row))
    );
  }

  const feed = useFeed();
  feed.on('session', ({ row }) => {
    apply((window) => putRow(window, row, belongs(row)));
  });
  feed.on('sessionGone', ({ sessionId, reason, by }) => {
    const row = held.value.rows.find((candidate) => candidate.id === sessionId);
    apply((window) => dropRow(window, sessionId));
    if (!row || reason !== 'pickedUpByOther') return;
    const name = row.contactName === '' ? row.address : row.contactName;
    toasts.show({
      tone: 'neutral',
      text: by === null ? t('sessions.tookItSomeone', { name }) : t('sessions.tookIt', { by, name }),
    });
  });
  feed.on('reset', () => void reload());
  feed.on('account', ({ account }) => {
    if (account) void reload(true);
  });

  return { list, filter, isFiltered, held, skipped, state, failure, reload, onRange, showList, setFilter };
});
