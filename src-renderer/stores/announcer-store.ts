// What a screen reader hears of arriving messages: politely, one sentence, and a count when many come at once.
import { defineStore } from 'pinia';
import { ref } from 'vue';
import { useTexts } from '../i18n/i18n.ts';

/** Sentences of this span become one. */
const GATHER_MS = 1000;

export const useAnnouncerStore = defineStore('announcer', () => {
  const { t } = useTexts();
  const message = ref('');
  let pending: string[] = [];

  function flush(): void {
    const [only] = pending;
    message.value =
      pending.length === 1 && only !== undefined
        ? only
        : t('sessions.arrivedMany', { count: pending.length });
    pending = [];
  }

  function say(text: string): void {
    pending.push(text);
    if (pending.length === 1) setTimeout(flush, GATHER_MS);
  }

  return { message, say };
});
