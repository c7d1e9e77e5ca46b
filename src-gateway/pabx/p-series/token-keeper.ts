// The one access token that all calls and sockets of this connector share (reference 1.2). At most one sign-in
// or renewal is under way at a time: the PABX grants 8 tokens and blocks the address after 5 wrong sign-ins.
import { z } from 'zod';
import type { Disposable } from '#shared/model/disposable.ts';
import { AppError } from '#shared/model/errors.ts';
import { parse } from '#shared/model/parse.ts';
import type { Clock } from '#gateway/clock.ts';
import type { Envelope } from './envelope.ts';
import { reactionTo, refusal, signInRefusal } from './errcodes.ts';
import { wholeOrZero } from './wire.ts';

/** A token is renewed when this little of its 30 minutes is left. */
export const RENEW_BEFORE_END_MS = 5 * 60_000;
/** A token that is nearly over still serves when its renewal fails for a passing reason. */
const LEAST_USEFUL_MS = 10_000;

const Grant = z.object({
  access_token: z.string().min(1),
  access_token_expire_time: wholeOrZero,
  refresh_token: z.string().nullish(),
  refresh_token_expire_time: wholeOrZero,
});

export interface AccessToken {
  readonly value: string;
  /** Epoch ms. */
  readonly endsAt: number;
}

const HeldTokens = z.object({
  value: z.string().min(1),
  endsAt: z.number(),
  refreshToken: z.string(),
  refreshEndsAt: z.number(),
});
type Held = z.infer<typeof HeldTokens>;

/**
 * Keeps the tokens beyond the life of the process: one that was killed could not give its token back, and
 * eight such tokens lock everybody out until the first of them ends. Neither method may throw.
 */
export interface TokenStore {
  /** What was written last; undefined when nothing was, or it was for another PABX or client. */
  read(): unknown;
  /** Secrets: keep them as such. Null when there are none any more. */
  write(tokens: object | null): void;
}

interface TokenKeeperOptions {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly clock: Clock;
  readonly tokens?: TokenStore;
  /** Calls an endpoint that needs no token, or revokes one. */
  readonly ask: (
    endpoint: 'get_token' | 'refresh_token' | 'del_token',
    input: Record<string, string>,
  ) => Promise<Envelope>;
}

export class TokenKeeper {
  readonly #options: TokenKeeperOptions;
  readonly #listeners = new Set<(token: AccessToken) => void>();
  #held: Held | null = null;
  #pending: Promise<Held> | null = null;

  constructor(options: TokenKeeperOptions) {
    this.#options = options;
    // Whether the PABX still knows them, the first call tells.
    this.#held = HeldTokens.safeParse(options.tokens?.read()).data ?? null;
  }

  /** A token that is good for now. @throws AppError `pabx.*` when the PABX refuses or cannot be reached. */
  async current(): Promise<AccessToken> {
    const held = this.#held;
    const leftMs = held === null ? 0 : held.endsAt - this.#options.clock.now();
    if (held !== null && leftMs > RENEW_BEFORE_END_MS && this.#pending === null) return held;
    try {
      return await this.#once(() => this.#renew());
    } catch (error) {
      if (held !== null && leftMs > LEAST_USEFUL_MS && error instanceof AppError && error.retryable)
        return held;
      throw error;
    }
  }

  /** Another token than `stale`, which the PABX called expired: by refresh, or else by a new sign-in. */
  async replace(stale: string): Promise<AccessToken> {
    if (this.#held !== null && this.#held.value !== stale) return this.current();
    return this.#once(() => this.#renew());
  }

  /** The same without trying the refresh token, for when a refreshed token is called expired, too. */
  async signInAnew(stale: string): Promise<AccessToken> {
    if (this.#held !== null && this.#held.value !== stale) return this.current();
    return this.#once(() => this.#signIn());
  }

  /** Tells of every new token. */
  onRenewed(listener: (token: AccessToken) => void): Disposable {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  }

  /** Gives the token back to the PABX, so that it does not count among the 8 until it ends by itself. */
  async revoke(): Promise<void> {
    const held = this.#held;
    this.#held = null;
    this.#options.tokens?.write(null);
    if (held === null || held.endsAt <= this.#options.clock.now()) return;
    await this.#options.ask('del_token', { access_token: held.value });
  }

  #once(renew: () => Promise<Held>): Promise<Held> {
    this.#pending ??= renew()
      .then((held) => {
        this.#held = held;
        this.#options.tokens?.write(held);
        for (const listener of this.#listeners) listener(held);
        return held;
      })
      .finally(() => {
        this.#pending = null;
      });
    return this.#pending;
  }

  async #renew(): Promise<Held> {
    const held = this.#held;
    if (held === null || held.refreshToken === '' || held.refreshEndsAt <= this.#options.clock.now()) {
      return this.#signIn();
    }
    const answer = await this.#options.ask('refresh_token', { refresh_token: held.refreshToken });
    const reaction = reactionTo(answer.errcode);
    if (reaction === 'done') return this.#read(answer);
    if (reaction === 'stop' || reaction === 'busy' || reaction === 'fault') {
      throw refusal(answer, 'refresh_token', 'other');
    }
    return this.#signIn();
  }

  async #signIn(): Promise<Held> {
    const { ask, clientId, clientSecret } = this.#options;
    const answer = await ask('get_token', { username: clientId, password: clientSecret });
    if (reactionTo(answer.errcode) !== 'done') throw signInRefusal(answer);
    return this.#read(answer);
  }

  #read(answer: Envelope): Held {
    const grant = parse(Grant, answer.fields, 'pabx.invalidAnswer', 'The PABX’s answer to a sign-in');
    const now = this.#options.clock.now();
    return {
      value: grant.access_token,
      endsAt: now + grant.access_token_expire_time * 1000,
      refreshToken: grant.refresh_token ?? '',
      refreshEndsAt: now + grant.refresh_token_expire_time * 1000,
    };
  }
}
