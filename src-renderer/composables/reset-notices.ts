// Tells a person when files on this computer were damaged: the cache comes again by itself, unsent messages do not.
import { onScopeDispose } from 'vue';
import { useFeed } from '../bridge/feed.ts';
import { useTexts } from '../i18n/i18n.ts';
import { useToastStore } from '../stores/toast-store.ts';

/** In the setup of the app: follows the feed's `reset` while it lives. */
export function useResetNotices(): void {
  const { t } = useTexts();
  const toasts = useToastStore();

  const handler = useFeed().on('reset', ({ reason }) => {
    // A loss stays on screen until somebody has read it.
    if (reason === 'outboxLost') toasts.show({ tone: 'danger', text: t('link.outboxLost') });
    else if (reason === 'cacheRebuilt') toasts.show({ tone: 'neutral', text: t('link.cacheRebuilt') });
  });
  onScopeDispose(() => handler.dispose());
}
