// Fetches in the background what the snapshot left out: the older messages of every session, newest session
// first, page by page, slowly enough that a person's own commands never wait. At its end search covers everything.
// A thread that somebody opens goes to the front.
import type { Change } from '#shared/bridge/changes.ts';
import type { CommandPayload, CommandResult } from '#shared/link/commands.ts';
import type { Disposable } from '#shared/model/disposable.ts';
import { AppError } from '#shared/model/errors.ts';
import type { SessionId } from '#shared/model/ids.ts';
import type { Clock, Log } from '../ports.ts';
import type { HistoryState } from '../store/sessions.ts';
import type { Store } from '../store/store.ts';

const PAGE = 200;
/** 25 pages in 10 s: a quarter of what the gateway allows an agent. */
const EVERY_MS = 400;
const AFTER_FAILURE_MS = 5_000;

interface HistoryOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly readPage: (payload: CommandPayload<'message.page'>) => Promise<CommandResult<'message.page'>>;
  readonly publish: (changes: readonly Change[]) => void;
  readonly onCommitted: () => void;
  /** What was thrown by the store: a damaged file is dealt with by the login. */
  readonly onFault: (error: AppError) => void;
}

export class History implements Disposable {
  readonly #options: HistoryOptions;
  readonly #wanted: SessionId[] = [];
  #isRunning = false;
  #isBusy = false;
  #timer: Disposable | null = null;

  constructor(options: HistoryOptions) {
    this.#options = options;
  }

  /** The link is live: go on where the last connection left off. */
  start(): void {
    this.#isRunning = true;
    this.#next(0);
  }

  /** The link is down. */
  stop(): void {
    this.#isRunning = false;
    this.#timer?.dispose();
    this.#timer = null;
  }

  dispose(): void {
    this.stop();
  }

  /** New sessions may have come: look for work unless there is some already. */
  wake(): void {
    if (this.#timer === null && !this.#isBusy) this.#next(EVERY_MS);
  }

  /** The next page is this session's. */
  want(sessionId: SessionId): void {
    if (!this.#wanted.includes(sessionId)) this.#wanted.push(sessionId);
    this.#next(0);
  }

  /** Reads the newest page of a session again: something of it is known to be missing. */
  again(sessionId: SessionId): void {
    this.#options.store.sessions.setHistory(sessionId, null, false);
    this.want(sessionId);
  }

  #next(ms: number): void {
    if (!this.#isRunning || this.#isBusy) return;
    this.#timer?.dispose();
    this.#timer = this.#options.clock.after(ms, () => {
      this.#timer = null;
      void this.#fetchOne();
    });
  }

  #choose(): HistoryState | null {
    const { sessions } = this.#options.store;
    for (let id = this.#wanted.shift(); id !== undefined; id = this.#wanted.shift()) {
      const wanted = sessions.history(id);
      if (wanted !== null) return wanted;
    }
    return sessions.nextHistory();
  }

  async #fetchOne(): Promise<void> {
    this.#isBusy = true;
    let pauseMs: number | null = EVERY_MS;
    try {
      const chosen = this.#choose();
      if (chosen === null) pauseMs = null;
      else await this.#fetch(chosen);
    } catch (cause) {
      const error = AppError.from(cause);
      if (error.code.startsWith('store.')) this.#options.onFault(error);
      else if (!error.retryable) this.#options.log.error('A page of history failed', error);
      pauseMs = AFTER_FAILURE_MS;
    }
    this.#isBusy = false;
    if (pauseMs !== null) this.#next(this.#wanted.length > 0 ? 0 : pauseMs);
  }

  async #fetch({ sessionId, before }: HistoryState): Promise<void> {
    const { store } = this.#options;
    // The id comes from a row that was filled from a parsed session.
    const id = sessionId as SessionId;
    const generation = store.sync.generation();
    let page: CommandResult<'message.page'>;
    try {
      page = await this.#options.readPage({ sessionId: id, before, limit: PAGE });
    } catch (cause) {
      const error = AppError.from(cause);
      if (error.retryable || error.code === 'command.offline' || error.code === 'command.expired')
        throw error;
      // The gateway will not give it (no longer visible): asking again would change nothing.
      this.#options.log.warn('History of a session is refused', { code: error.code });
      store.sessions.setHistory(sessionId, before, true);
      return;
    }
    const hasChanged = store.transaction(() => {
      // A snapshot began meanwhile, or the session left: the page belongs to a world that is gone.
      if (store.sync.generation() !== generation || store.sessions.get(sessionId) === null) return false;
      let hasNews = false;
      for (const message of page.messages) {
        if (message.sessionId !== id) continue;
        hasNews = store.messages.put(message, generation).isNews || hasNews;
      }
      const oldest = page.messages.at(-1)?.position ?? before;
      const isDone = !page.hasMore || oldest === before;
      store.sessions.setHistory(sessionId, oldest, isDone);
      // Everything of this session has been named: what an older snapshot brought and nobody named is gone.
      if (isDone) hasNews = store.messages.removeOf(sessionId, generation) > 0 || hasNews;
      return hasNews;
    });
    if (hasChanged) this.#options.publish([{ kind: 'thread', sessionId: id }]);
    this.#options.onCommitted();
  }
}
