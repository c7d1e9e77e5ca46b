// Native notifications: exactly one for each change that asks for attention, because the service's ledger is asked
// before anything is shown. A click opens the session, *Pegar* picks it up; a notice goes when its session is taken.
import type { Notification, NotificationConstructorOptions } from 'electron';
import type { Change } from '#shared/bridge/changes.ts';
import { NOTICE_WORDS, nameOf, noticeOf, settles, type Notice } from '#shared/bridge/notice.ts';
import type { SessionRow } from '#shared/bridge/rows.ts';
import type { Locale } from '#shared/bridge/shell-contract.ts';
import type { Disposable } from '#shared/model/disposable.ts';
import type { ErrorData } from '#shared/model/errors.ts';
import type { SessionId } from '#shared/model/ids.ts';
import type { Log } from './log.ts';
import { failureOf, type ServiceClient, type ServiceFeed } from './service-feed.ts';

export type TestOutcome = { outcome: 'shown' | 'denied' | 'unsupported' | 'failed'; reason: string };

/** The system has no say about a notification after this long: it was shown. */
const OUTCOME_MS = 3000;

/** Electron's Notification, as much of it as is used. */
export interface NativeNotifications {
  isSupported(): boolean;
  make(options: NotificationConstructorOptions): Pick<Notification, 'on' | 'once' | 'show' | 'close'>;
}

export interface AttentionOptions {
  readonly native: NativeNotifications;
  readonly feed: Pick<ServiceFeed, 'client' | 'onChange'>;
  readonly icon: string;
  readonly locale: () => Locale;
  readonly isEnabled: () => boolean;
  readonly isWindowFocused: () => boolean;
  /** Shows the window and, unless null, opens the session in it. */
  readonly open: (sessionId: SessionId | null) => void;
  readonly log: Log;
}

export class Attention implements Disposable {
  readonly #options: AttentionOptions;
  readonly #subscription: Disposable;
  /** Shown and not gone: kept, because a forgotten Notification loses its clicks. */
  readonly #shown = new Map<string, { notice: Notice; notification: Pick<Notification, 'close'> }>();
  /** Pick-ups asked for outside the window, by command id, with the contact's name: their failure is told here. */
  readonly #pickUps = new Map<string, string>();
  /** Sessions that were taken while their notice still waited for the ledger's answer. */
  readonly #claiming = new Map<string, { notice: Notice; isSettled: boolean }>();

  constructor(options: AttentionOptions) {
    this.#options = options;
    this.#subscription = options.feed.onChange((change) => this.#onChange(change));
  }

  dispose(): void {
    this.#subscription.dispose();
    for (const { notification } of this.#shown.values()) notification.close();
    this.#shown.clear();
  }

  /** Picks a session up on behalf of a notification or the tray; a refusal is told by a notification. */
  async pickUp(sessionId: SessionId, name: string): Promise<void> {
    try {
      const { commandId } = await this.#client.commands.pickUp({ sessionId });
      this.#pickUps.set(commandId, name);
    } catch (error) {
      this.#tellFailure(name, failureOf(error).toData());
    }
  }

  /** Shows one on demand and says what came of it. */
  test(): Promise<TestOutcome> {
    if (!this.#options.native.isSupported()) {
      return Promise.resolve({ outcome: 'unsupported', reason: 'This system shows no notifications.' });
    }
    const words = NOTICE_WORDS[this.#options.locale()];
    const notification = this.#options.native.make({
      title: words.test,
      body: words.testBody,
      icon: this.#options.icon,
    });
    return new Promise((resolve) => {
      const end = (outcome: TestOutcome['outcome'], reason: string): void => {
        clearTimeout(timer);
        resolve({ outcome, reason });
      };
      const timer = setTimeout(() => end('failed', 'The system did not say that it was shown.'), OUTCOME_MS);
      notification.once('show', () => end('shown', ''));
      notification.once('failed', (_event, reason) => end('failed', reason));
      notification.once('click', () => this.#options.open(null));
      notification.show();
    });
  }

  get #client(): ServiceClient {
    return this.#options.feed.client;
  }

  #onChange(change: Change): void {
    this.#settle(change);
    if (change.kind === 'command') this.#onOutcome(change.commandId, change.error);
    const notice = noticeOf(change, this.#options.locale());
    if (notice === null) return;
    this.#consider(notice, change.kind === 'attention' ? change.row : null).catch((error: unknown) =>
      this.#options.log.error('a notification was not shown', failureOf(error), {
        event: notice.eventId,
      }),
    );
  }

  async #consider(notice: Notice, row: SessionRow | null): Promise<void> {
    const outcome = (name: string): void =>
      this.#options.log.info('notification', { event: notice.eventId, about: notice.about, outcome: name });
    if (!this.#options.isEnabled()) return outcome('off');
    const state = { notice, isSettled: false };
    this.#claiming.set(notice.eventId, state);
    try {
      const { isFirst } = await this.#client.attention.claim({ eventId: notice.eventId });
      if (!isFirst) return outcome('shownBefore');
    } finally {
      this.#claiming.delete(notice.eventId);
    }
    if (state.isSettled) return outcome('alreadyTaken');
    // Whoever looks at the window sees the message come; somebody who waits is told in any case.
    if (notice.about === 'messageArrived' && this.#options.isWindowFocused()) return outcome('windowFocused');
    if (!this.#options.native.isSupported()) return outcome('unsupported');
    this.#show(notice, row === null ? '' : nameOf(row), outcome);
  }

  #show(notice: Notice, name: string, outcome: (name: string) => void): void {
    const { icon, locale, open } = this.#options;
    const notification = this.#options.native.make({
      title: notice.title,
      body: notice.body,
      icon,
      // Systems without buttons leave them out; there the click opens the session, and its button is inside.
      ...(notice.canPickUp ? { actions: [{ type: 'button', text: NOTICE_WORDS[locale()].pickUp }] } : {}),
      ...(notice.about === 'sessionWaiting' ? { timeoutType: 'never' } : {}),
    });
    this.#shown.set(notice.eventId, { notice, notification });
    const forget = (): void => void this.#shown.delete(notice.eventId);
    notification.on('show', () => outcome('shown'));
    notification.on('failed', (_event, reason) => {
      forget();
      this.#options.log.warn('notification failed', { event: notice.eventId, reason });
    });
    notification.on('close', forget);
    notification.on('click', () => {
      forget();
      open(notice.sessionId);
    });
    notification.on('action', () => {
      forget();
      notification.close();
      if (notice.sessionId === null) return;
      open(notice.sessionId);
      void this.pickUp(notice.sessionId, name);
    });
    notification.show();
  }

  #settle(change: Change): void {
    if (change.kind !== 'session' && change.kind !== 'sessionGone') return;
    for (const state of this.#claiming.values()) if (settles(change, state.notice)) state.isSettled = true;
    for (const [eventId, { notice, notification }] of this.#shown) {
      if (!settles(change, notice)) continue;
      this.#shown.delete(eventId);
      notification.close();
    }
  }

  #onOutcome(commandId: string, error: ErrorData | null): void {
    const name = this.#pickUps.get(commandId);
    if (name === undefined) return;
    this.#pickUps.delete(commandId);
    if (error !== null) this.#tellFailure(name, error);
  }

  #tellFailure(name: string, error: ErrorData): void {
    this.#options.log.warn('a pick-up failed', { code: error.code });
    if (!this.#options.native.isSupported()) return;
    const words = NOTICE_WORDS[this.#options.locale()];
    const by = error.details['by'];
    const body = typeof by === 'string' && by !== '' ? words.pickedUpBy(by) : words.lookInside;
    const notification = this.#options.native.make({
      title: words.pickUpFailed(name),
      body,
      icon: this.#options.icon,
    });
    notification.on('click', () => this.#options.open(null));
    notification.show();
  }
}
