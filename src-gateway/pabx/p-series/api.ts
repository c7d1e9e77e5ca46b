// How every call to the PABX is made: with the shared token, renewed when the PABX calls it expired; repeated
// with full jitter where that is safe; refused at once where the function is off or all must stop. The rules
// are the table in errcodes.ts.
import { setMaxListeners } from 'node:events';
import type { Disposable } from '#shared/model/disposable.ts';
import { AppError, type ErrorCode } from '#shared/model/errors.ts';
import { type Backoff, backoffMs } from './backoff.ts';
import { type Clock, pause } from '#gateway/clock.ts';
import type { Envelope } from './envelope.ts';
import { reactionTo, refusal, type Subject } from './errcodes.ts';
import { API_PATH, Http, type Query } from './http.ts';
import type { PSeriesLog } from './log.ts';
import { TokenKeeper, type TokenStore } from './token-keeper.ts';

const BACKOFF: Backoff = { firstMs: 1000, longestMs: 30_000 };
const ATTEMPTS = 5;
/** For this long an endpoint that is missing or not permitted is not asked again. */
const FUNCTION_OFF_MS = 10 * 60_000;
/** Revoking the token at the end may not hold up the end. */
const FAREWELL_MS = 3000;

const STOPPING: ReadonlySet<ErrorCode> = new Set([
  'pabx.addressBlocked',
  'pabx.apiOff',
  'pabx.credentialRefused',
]);

/** Failures that a moment's wait may heal; an answer that nobody understands stays what it is. */
const PASSING: ReadonlySet<ErrorCode> = new Set(['pabx.unreachable', 'pabx.overloaded']);

interface CallOptions {
  /** What a refusal is about. */
  readonly subject?: Subject;
  /** How often to try; 1 for somebody who waits at a form. */
  readonly attempts?: number;
  readonly signal?: AbortSignal | undefined;
}

interface Call extends CallOptions {
  readonly endpoint: string;
  readonly method: 'GET' | 'POST';
  readonly query: Query;
  readonly body?: object | FormData;
  /** Doing it twice is doing it once: it may be repeated when nobody knows whether it was done. */
  readonly isRepeatable: boolean;
}

interface PSeriesApiOptions {
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: PSeriesLog;
  readonly tokens?: TokenStore;
}

export class PSeriesApi {
  readonly tokens: TokenKeeper;
  readonly http: Http;
  readonly #options: PSeriesApiOptions;
  readonly #end = new AbortController();
  readonly #offUntil = new Map<string, { readonly until: number; readonly error: AppError }>();
  readonly #onStopped = new Set<(error: AppError) => void>();
  #stopped: AppError | null = null;

  constructor(options: PSeriesApiOptions) {
    this.#options = options;
    // Every call and wait under way listens to the one signal that ends them all.
    setMaxListeners(0, this.#end.signal);
    this.http = new Http(options.url, options.clock);
    this.tokens = new TokenKeeper({
      ...options,
      ask: (endpoint, input) => this.#askForToken(endpoint, input),
    });
  }

  /** Why no call is made any more; null while all is well. */
  get stopped(): AppError | null {
    return this.#stopped;
  }

  /** Aborted at the end of the connector's life. */
  get ended(): AbortSignal {
    return this.#end.signal;
  }

  /** Reads: repeated whatever went wrong on the way. */
  read(endpoint: string, query: Query = {}, options: CallOptions = {}): Promise<Envelope> {
    return this.#call({ ...options, endpoint, method: 'GET', query, isRepeatable: true });
  }

  /**
   * Writes. Repeated only when the PABX said that it did nothing. When the answer was lost the error's detail
   * `mayBeDone` is true: look before doing it again.
   */
  write(endpoint: string, body: object | FormData, options: CallOptions = {}): Promise<Envelope> {
    return this.#call({ ...options, endpoint, method: 'POST', query: {}, body, isRepeatable: false });
  }

  /** A deletion: the API wants it as a GET; twice is as good as once. */
  delete(endpoint: string, query: Query, options: CallOptions = {}): Promise<Envelope> {
    return this.#call({ ...options, endpoint, method: 'GET', query, isRepeatable: true });
  }

  /** Tells, once, that no call may be made any more; at once when that is so already. */
  onStopped(listener: (error: AppError) => void): Disposable {
    if (this.#stopped === null) this.#onStopped.add(listener);
    else listener(this.#stopped);
    return { dispose: () => void this.#onStopped.delete(listener) };
  }

  /** Notes an error that forbids all further calls, if it is one. */
  heed(error: AppError): void {
    if (this.#stopped !== null || !STOPPING.has(error.code)) return;
    this.#stopped = error;
    this.#options.log.error({ code: error.code }, 'pabx: no further calls, the administrator must act');
    for (const listener of this.#onStopped) listener(error);
  }

  /** Revokes the token and ends every wait. */
  async dispose(): Promise<void> {
    if (this.#end.signal.aborted) return;
    this.#end.abort(
      new AppError('pabx.unreachable', { message: 'The connection to the PABX was ended here.' }),
    );
    if (this.#stopped !== null) return;
    try {
      await this.tokens.revoke();
    } catch (error) {
      // The token ends by itself within 30 minutes; nobody waits for this answer.
      this.#options.log.warn({ reason: String(error) }, 'pabx: the token could not be revoked');
    }
  }

  async #call(call: Call): Promise<Envelope> {
    const attempts = call.attempts ?? ATTEMPTS;
    for (let attempt = 1; ; attempt += 1) {
      this.#mayCall(call.endpoint);
      const outcome = await this.#attempt(call);
      if (!('error' in outcome)) return outcome.answer;
      if (!outcome.isRepeatable || attempt >= attempts) throw outcome.error;
      await pause(this.#options.clock, backoffMs(BACKOFF, attempt, this.#options.random), this.#signal(call));
    }
  }

  async #attempt(call: Call): Promise<{ answer: Envelope } | { error: AppError; isRepeatable: boolean }> {
    let answer: Envelope;
    let isSent = false;
    try {
      let token = await this.tokens.current();
      isSent = true;
      answer = await this.#exchange(call, token.value);
      if (reactionTo(answer.errcode) === 'renewToken') {
        token = await this.tokens.replace(token.value);
        answer = await this.#exchange(call, token.value);
      }
      if (reactionTo(answer.errcode) === 'renewToken') {
        token = await this.tokens.signInAnew(token.value);
        answer = await this.#exchange(call, token.value);
      }
    } catch (cause) {
      if (this.#signal(call).aborted) throw this.#signal(call).reason;
      const error = AppError.from(cause, 'pabx.unreachable');
      this.heed(error);
      const wasSurelyNotDone = !isSent || error.details['mayBeDone'] === false;
      return { error, isRepeatable: PASSING.has(error.code) && (call.isRepeatable || wasSurelyNotDone) };
    }
    return this.#judge(call, answer);
  }

  #judge(call: Call, answer: Envelope): { answer: Envelope } | { error: AppError; isRepeatable: boolean } {
    const { endpoint } = call;
    const reaction = reactionTo(answer.errcode);
    const error = refusal(answer, endpoint, call.subject ?? 'other');
    switch (reaction) {
      case 'done':
        return { answer };
      case 'doneInPart':
        this.#options.log.warn({ endpoint, errmsg: answer.errmsg }, 'pabx: done in part');
        return { answer };
      case 'processing':
        // A write was taken and its outcome comes later; a read has nothing to show yet.
        return call.isRepeatable && answer.payload === undefined ? { error, isRepeatable: true } : { answer };
      case 'busy':
        return { error, isRepeatable: true };
      case 'fault':
        return call.isRepeatable
          ? { error, isRepeatable: true }
          : { error: maybeDone(error), isRepeatable: false };
      case 'renewToken':
        return { error, isRepeatable: false };
      case 'functionOff':
        this.#offUntil.set(endpoint, { until: this.#options.clock.now() + FUNCTION_OFF_MS, error });
        this.#options.log.warn({ endpoint, errcode: answer.errcode }, 'pabx: function switched off');
        return { error, isRepeatable: false };
      case 'stop':
        this.heed(error);
        return { error, isRepeatable: false };
      case 'refuse':
        return { error, isRepeatable: false };
    }
  }

  #mayCall(endpoint: string): void {
    if (this.#end.signal.aborted) throw this.#end.signal.reason;
    if (this.#stopped !== null) throw this.#stopped;
    const off = this.#offUntil.get(endpoint);
    if (off === undefined) return;
    if (off.until > this.#options.clock.now()) throw off.error;
    this.#offUntil.delete(endpoint);
  }

  #exchange(call: Call, token: string): Promise<Envelope> {
    return this.http.json({
      method: call.method,
      path: `${API_PATH}/${call.endpoint}`,
      query: { ...call.query, access_token: token },
      body: call.body,
      signal: this.#signal(call),
    });
  }

  #signal(call: CallOptions): AbortSignal {
    return call.signal === undefined ? this.#end.signal : AbortSignal.any([this.#end.signal, call.signal]);
  }

  #askForToken(endpoint: string, input: Record<string, string>): Promise<Envelope> {
    const path = `${API_PATH}/${endpoint}`;
    if (endpoint !== 'del_token') {
      return this.http.json({ method: 'POST', path, query: {}, body: input, signal: this.#end.signal });
    }
    return this.http.json({ method: 'GET', path, query: input, signal: AbortSignal.timeout(FAREWELL_MS) });
  }
}

function maybeDone(error: AppError): AppError {
  return new AppError(error.code, { message: error.message, details: { ...error.details, mayBeDone: true } });
}
