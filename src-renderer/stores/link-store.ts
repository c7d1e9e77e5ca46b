// The link and the outbox in numbers. Projection of the feed's `link` and `outbox`.
import { defineStore } from 'pinia';
import { ref } from 'vue';
import type { LinkState } from '#shared/bridge/rows.ts';
import { useFeed } from '../bridge/feed.ts';

export const useLinkStore = defineStore('link', () => {
  const link = ref<LinkState>({ state: 'connecting', since: 0, retryAt: null, error: null });
  const outbox = ref({ waiting: 0, failed: 0 });

  const feed = useFeed();
  feed.on('link', (change) => {
    link.value = change.link;
  });
  feed.on('outbox', ({ waiting, failed }) => {
    outbox.value = { waiting, failed };
  });
  return { link, outbox };
});
