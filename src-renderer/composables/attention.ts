// What arrives is said to a screen reader and counted in the title. The system's own notifications are the shell's.
import { onScopeDispose, watchEffect } from 'vue';
import type { ChangeOf } from '../bridge/feed.ts';
import { useShell } from '../bridge/clients.ts';
import { errorOf } from '../bridge/failures.ts';
import { useFeed } from '../bridge/feed.ts';
import { useTexts, type MessageKey } from '../i18n/i18n.ts';
import { useAnnouncerStore } from '../stores/announcer-store.ts';
import { useCountsStore } from '../stores/counts-store.ts';

const SENTENCES = {
  sessionWaiting: 'sessions.arrivedWaiting',
  messageArrived: 'sessions.arrived',
  transferredToMe: 'sessions.transferredToMe',
} as const satisfies Record<ChangeOf<'attention'>['about'], MessageKey>;

export function useAttention(): void {
  const { t } = useTexts();
  const shell = useShell();
  const feed = useFeed();
  const announcer = useAnnouncerStore();
  const counts = useCountsStore();

  const handlers = [
    feed.on('attention', ({ about, row }) => {
      announcer.say(t(SENTENCES[about], { name: row.contactName === '' ? row.address : row.contactName }));
    }),
    feed.on('backlog', ({ messages, waitingSessions }) => {
      announcer.say(t('sessions.backlog', { messages, waiting: waitingSessions }));
    }),
  ];
  onScopeDispose(() => {
    for (const handler of handlers) handler.dispose();
  });

  watchEffect(() => {
    const { recent, campaign, waiting } = counts.counts;
    const count = Math.max(recent.unread + campaign.unread, waiting);
    const title = count > 0 ? t('app.titleCount', { count }) : t('app.name');
    shell.window.setTitle({ title }).catch((error: unknown) => console.warn('title', errorOf(error).message));
  });
}
