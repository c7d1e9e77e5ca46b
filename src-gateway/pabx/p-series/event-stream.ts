// Keeps a subscription standing: reconnects with full jitter, and renews the socket before its token ends,
// the new one first and the old one after, so that no event falls between. What arrives twice meanwhile is
// the business of event-reader.ts.
import { AppError } from '#shared/model/errors.ts';
import type { Disposable } from '#shared/model/disposable.ts';
import type { PabxHealth } from '../pabx.ts';
import type { PSeriesApi } from './api.ts';
import { type Backoff, backoffMs } from './backoff.ts';
import { type Clock, pause } from '#gateway/clock.ts';
import { reactionTo } from './errcodes.ts';
import { API_PATH } from './http.ts';
import type { PSeriesLog } from './log.ts';
import { openSubscription, type Subscription } from './subscription.ts';
import { type AccessToken, RENEW_BEFORE_END_MS } from './token-keeper.ts';

const BACKOFF: Backoff = { firstMs: 1000, longestMs: 30_000 };
const RETRY_RENEWAL_MS = 20_000;

interface EventStreamOptions {
  readonly api: PSeriesApi;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: PSeriesLog;
  readonly topics: readonly number[];
  readonly onFrame: (frame: unknown) => void;
  readonly onHealth: (health: PabxHealth) => void;
}

interface Standing {
  readonly socket: Subscription;
  readonly token: AccessToken;
}

export class EventStream implements Disposable {
  readonly #options: EventStreamOptions;
  readonly #end = new AbortController();
  readonly #listening: Disposable[] = [];
  #standing: Standing | null = null;
  #renewal: Disposable | null = null;
  #isRenewing = false;
  #failures = 0;
  /** Frames that came before `up` was told; null while they pass straight on. */
  #early: unknown[] | null = [];

  constructor(options: EventStreamOptions) {
    this.#options = options;
    this.#listening.push(
      options.api.tokens.onRenewed(() => void this.#renew()),
      options.api.onStopped((error) => this.#stop(error)),
    );
    options.api.ended.addEventListener('abort', () => this.dispose(), { once: true });
    void this.#connect();
  }

  dispose(): void {
    if (this.#hasEnded()) return;
    this.#end.abort();
    for (const listening of this.#listening) listening.dispose();
    this.#renewal?.dispose();
    this.#standing?.socket.dispose();
    this.#standing = null;
  }

  #hasEnded(): boolean {
    return this.#end.signal.aborted;
  }

  /** Tries until a subscription stands, the connector ends, or the PABX forbids further calls. */
  async #connect(): Promise<void> {
    const { api, clock, random } = this.#options;
    while (!this.#hasEnded()) {
      try {
        this.#stand(await this.#open());
        this.#failures = 0;
        this.#options.onHealth({ state: 'up' });
        return this.#passEarly();
      } catch (cause) {
        if (this.#hasEnded()) return;
        const error = AppError.from(cause, 'pabx.unreachable');
        api.heed(error);
        if (api.stopped !== null) return;
        this.#failures += 1;
        const waitMs = backoffMs(BACKOFF, this.#failures, random);
        this.#options.onHealth({ state: 'down', error, retryAt: clock.now() + waitMs });
        await pause(clock, waitMs, this.#end.signal).catch(() => undefined);
      }
    }
  }

  /** A new subscription with a good token; a token that the PABX calls expired here is replaced once. */
  async #open(): Promise<Standing> {
    const { api } = this.#options;
    if (api.stopped !== null) throw api.stopped;
    const token = await api.tokens.current();
    try {
      return await this.#subscribe(token);
    } catch (error) {
      const errcode = error instanceof AppError ? error.details['errcode'] : undefined;
      if (typeof errcode !== 'number' || reactionTo(errcode) !== 'renewToken') throw error;
      return this.#subscribe(await api.tokens.replace(token.value));
    }
  }

  async #subscribe(token: AccessToken): Promise<Standing> {
    const { api, clock, topics, onFrame } = this.#options;
    const socket = await openSubscription({
      url: api.http.socketUrl(`${API_PATH}/subscribe`, { access_token: token.value }),
      topics,
      clock,
      onFrame: (frame) => {
        if (this.#hasEnded()) return;
        if (this.#early === null) onFrame(frame);
        else this.#early.push(frame);
      },
    });
    void socket.ended.then((error) => this.#lost(socket, error));
    return { socket, token };
  }

  #passEarly(): void {
    const early = this.#early ?? [];
    this.#early = null;
    for (const frame of early) this.#options.onFrame(frame);
  }

  #stand(standing: Standing): void {
    if (this.#hasEnded()) return standing.socket.dispose();
    const old = this.#standing;
    this.#standing = standing;
    old?.socket.dispose();
    const dueMs = standing.token.endsAt - RENEW_BEFORE_END_MS - this.#options.clock.now();
    this.#renewLater(Math.max(1000, dueMs));
  }

  #renewLater(ms: number): void {
    this.#renewal?.dispose();
    this.#renewal = this.#options.clock.after(ms, () => void this.#renew());
  }

  /** The standing socket ended by itself; one that a newer has replaced is nobody's loss. */
  #lost(socket: Subscription, error: AppError): void {
    if (this.#standing?.socket !== socket || this.#hasEnded()) return;
    this.#standing = null;
    this.#early = [];
    this.#renewal?.dispose();
    this.#options.log.warn({ reason: error.message }, 'pabx: the event socket ended');
    const { clock, random, onHealth } = this.#options;
    this.#failures = 1;
    const waitMs = backoffMs(BACKOFF, this.#failures, random);
    onHealth({ state: 'down', error, retryAt: clock.now() + waitMs });
    void pause(clock, waitMs, this.#end.signal).then(
      () => this.#connect(),
      () => undefined,
    );
  }

  /** Make before break. A renewal that fails leaves the old socket standing and is tried again. */
  async #renew(): Promise<void> {
    const before = this.#standing;
    if (before === null || this.#isRenewing) return;
    this.#isRenewing = true;
    const { api, clock, log } = this.#options;
    try {
      // Asked for first: within the last minutes of a token this is what renews it.
      const token = await api.tokens.current();
      if (this.#standing !== before) return;
      if (token.value === before.token.value) return this.#renewLater(RETRY_RENEWAL_MS);
      const wasEarly = before.token.endsAt - clock.now() > RENEW_BEFORE_END_MS;
      this.#stand(await this.#open());
      // The PABX had called the old token expired: whatever happened since may not have been told.
      if (wasEarly && !this.#hasEnded()) this.#options.onHealth({ state: 'up' });
    } catch (cause) {
      if (this.#hasEnded()) return;
      const error = AppError.from(cause, 'pabx.unreachable');
      api.heed(error);
      if (api.stopped !== null) return;
      log.warn({ reason: error.message }, 'pabx: the event socket could not be renewed yet');
      this.#renewLater(RETRY_RENEWAL_MS);
    } finally {
      this.#isRenewing = false;
    }
  }

  #stop(error: AppError): void {
    this.dispose();
    this.#options.onHealth({ state: 'stopped', error });
  }
}
