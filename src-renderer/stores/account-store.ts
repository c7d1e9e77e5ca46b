// Who is signed in. Projection of the feed's `account`.
import { defineStore } from 'pinia';
import { ref } from 'vue';
import type { Account } from '#shared/bridge/rows.ts';
import { useFeed } from '../bridge/feed.ts';

export const useAccountStore = defineStore('account', () => {
  const account = ref<Account | null>(null);
  /** False until the service said whether anybody is signed in. */
  const isKnown = ref(false);

  function accept(next: Account | null): void {
    account.value = next;
    isKnown.value = true;
  }

  useFeed().on('account', (change) => accept(change.account));
  return { account, isKnown, accept };
});
