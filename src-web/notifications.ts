// The browser's notifications: one subscriber of the feed, which asks the service's ledger before it shows anything.
// A click brings the tab forward and opens the session. Browsers give page notifications no buttons.
import type { Change } from '#shared/bridge/changes.ts';
import { NOTICE_WORDS, noticeOf, settles, type Notice } from '#shared/bridge/notice.ts';
import { readChanges } from '#shared/bridge/read-changes.ts';
import type { Locale } from '#shared/bridge/shell-contract.ts';
import type { SessionId } from '#shared/model/ids.ts';
import type { ServiceClient } from './service-thread.ts';

export type TestOutcome = { outcome: 'shown' | 'denied' | 'unsupported' | 'failed'; reason: string };

const ICON = './icons/lynk-192.png';
const RETRY_MS = 250;
/** A browser that shows a notification says so within this time. */
const OUTCOME_MS = 3000;

export interface NotificationsOptions {
  readonly client: ServiceClient;
  readonly locale: () => Locale;
  readonly isEnabled: () => boolean;
  readonly openSession: (sessionId: SessionId) => void;
}

const isSupported = (): boolean => 'Notification' in globalThis;

/** Android's Chrome has the class and refuses its constructor. */
function tryShow(title: string, options: NotificationOptions): Notification | undefined {
  try {
    return new Notification(title, options);
  } catch {
    return undefined;
  }
}

/** Shows what the feed asks for, until the page ends. */
export function showNotifications({ client, locale, isEnabled, openSession }: NotificationsOptions): void {
  const shown = new Map<string, { notice: Notice; notification: Notification }>();

  const consider = async (notice: Notice): Promise<void> => {
    if (!isEnabled() || !isSupported() || Notification.permission !== 'granted') return;
    const { isFirst } = await client.attention.claim({ eventId: notice.eventId });
    // Whoever looks at the page sees the message come; somebody who waits is told in any case.
    if (!isFirst || (notice.about === 'messageArrived' && document.hasFocus())) return;
    const notification = tryShow(notice.title, { body: notice.body, tag: notice.eventId, icon: ICON });
    if (notification === undefined) return;
    shown.set(notice.eventId, { notice, notification });
    notification.addEventListener('close', () => shown.delete(notice.eventId));
    notification.addEventListener('click', () => {
      notification.close();
      window.focus();
      if (notice.sessionId !== null) openSession(notice.sessionId);
    });
  };

  const onChange = (change: Change): void => {
    for (const [eventId, { notice, notification }] of shown) {
      if (!settles(change, notice)) continue;
      shown.delete(eventId);
      notification.close();
    }
    const notice = noticeOf(change, locale());
    if (notice !== null) consider(notice).catch((error: unknown) => console.warn('no notification', error));
  };

  const follow = async (): Promise<never> => {
    const { signal } = new AbortController();
    for (;;) {
      try {
        await readChanges(client, signal, onChange);
      } catch (error) {
        console.warn('the feed ended', error);
      }
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  };
  void follow();
}

/** Asks for leave where it was not given yet, shows one, and says what came of it. Must follow a click. */
export async function testNotification(locale: Locale): Promise<TestOutcome> {
  if (!isSupported()) return { outcome: 'unsupported', reason: 'This browser shows no notifications.' };
  if ((await Notification.requestPermission()) !== 'granted') {
    return { outcome: 'denied', reason: 'The browser’s settings for this page forbid notifications.' };
  }
  const words = NOTICE_WORDS[locale];
  const notification = tryShow(words.test, { body: words.testBody, icon: ICON });
  if (notification === undefined) {
    return { outcome: 'unsupported', reason: 'This browser lets only installed apps notify.' };
  }
  return new Promise((resolve) => {
    const timer = setTimeout(
      () => resolve({ outcome: 'failed', reason: 'The browser did not say that it was shown.' }),
      OUTCOME_MS,
    );
    const end = (result: TestOutcome): void => {
      clearTimeout(timer);
      resolve(result);
    };
    notification.addEventListener('show', () => end({ outcome: 'shown', reason: '' }));
    notification.addEventListener('error', () =>
      end({ outcome: 'failed', reason: 'The system refused it.' }),
    );
  });
}
