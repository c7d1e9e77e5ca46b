// Which session is open, and which of its messages to show first (a search hit). One truth for list, conversation
// and the phone layout; `composables/history.ts` ties it to the browser's back button.
import { defineStore } from 'pinia';
import { ref } from 'vue';
import type { MessageId, SessionId } from '#shared/model/ids.ts';
import { useFeed } from '../bridge/feed.ts';

export interface FocusMessage {
  readonly messageId: MessageId;
  readonly position: number | null;
}

export const useSelectionStore = defineStore('selection', () => {
  const selectedSessionId = ref<SessionId | null>(null);
  /** Set by a search hit; the conversation jumps there and puts it back to null. */
  const focusMessage = ref<FocusMessage | null>(null);
  /** Set when the person means to write; the conversation puts the cursor into the composer and sets it back. */
  const isWritingWanted = ref(false);

  function open(sessionId: SessionId, focus: FocusMessage | null = null): void {
    selectedSessionId.value = sessionId;
    focusMessage.value = focus;
    isWritingWanted.value = false;
  }

  /** Opens a session in order to write in it: Enter or a click in the list, *Pegar*, a session just created. */
  function openToWrite(sessionId: SessionId): void {
    open(sessionId);
    isWritingWanted.value = true;
  }

  function close(): void {
    selectedSessionId.value = null;
    focusMessage.value = null;
    isWritingWanted.value = false;
  }

  const feed = useFeed();
  feed.on('sessionGone', ({ sessionId }) => {
    if (selectedSessionId.value === sessionId) close();
  });
  feed.on('reset', ({ reason }) => {
    if (reason === 'accountChanged') close();
  });

  return { selectedSessionId, focusMessage, isWritingWanted, open, openToWrite, close };
});
