// How many sessions each list holds and how many wait. Projection of the feed's `counts`.
import { defineStore } from 'pinia';
import { ref } from 'vue';
import type { ListCounts } from '#shared/bridge/rows.ts';
import { useFeed } from '../bridge/feed.ts';

const NONE: ListCounts = {
  recent: { total: 0, unread: 0 },
  archived: { total: 0, unread: 0 },
  campaign: { total: 0, unread: 0 },
  waiting: 0,
};

export const useCountsStore = defineStore('counts', () => {
  const counts = ref<ListCounts>(NONE);
  useFeed().on('counts', (change) => {
    counts.value = change.counts;
  });
  return { counts };
});
