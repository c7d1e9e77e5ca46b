// Sign-ins of the Open API (reference 1.2): at most 8 live access tokens, 30 minutes each, renewed by rotating
// refresh tokens of 24 hours; five wrong secrets block the address until the administrator frees it.
import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { VirtualClock } from './clock.ts';
import { PabxRefusal } from './errcodes.ts';

export const ACCESS_LIFE_S = 1800;
export const REFRESH_LIFE_S = 86_400;
const MAX_TOKENS = 8;
const MAX_FAILURES = 5;

/** A sign-in: its two tokens and how long they live, by the line clock. */
export interface Grant {
  accessToken: string;
  refreshToken: string;
  accessEndsAt: number;
  refreshEndsAt: number;
}

export class TokenDesk {
  readonly #grants = new Set<Grant>();
  readonly #failures = new Map<string, number>();
  readonly #clock: VirtualClock;
  readonly #client: { readonly id: string; readonly secret: string };

  constructor(clock: VirtualClock, client: { readonly id: string; readonly secret: string }) {
    this.#clock = clock;
    this.#client = client;
  }

  /** Access tokens that are valid now. */
  get count(): number {
    const now = this.#clock.now();
    return [...this.#grants].filter((grant) => grant.accessEndsAt > now).length;
  }

  save(): readonly Grant[] {
    return [...this.#grants];
  }

  restore(grants: readonly Grant[]): void {
    for (const grant of grants) this.#grants.add(grant);
  }

  /** @throws PabxRefusal 70004 once the address is blocked. */
  admit(address: string): void {
    if ((this.#failures.get(address) ?? 0) >= MAX_FAILURES) {
      throw new PabxRefusal(70004, `${address} signed in wrongly ${MAX_FAILURES} times`);
    }
  }

  /** The vendor does not say which number a wrong secret gives; 10005 is our reading. */
  signIn(address: string, username: string, password: string): Grant {
    if (!equal(username, this.#client.id) || !equal(password, this.#client.secret)) {
      this.#failures.set(address, (this.#failures.get(address) ?? 0) + 1);
      throw new PabxRefusal(10005, 'wrong client id or secret');
    }
    this.#failures.delete(address);
    if (this.count >= MAX_TOKENS) throw new PabxRefusal(60002, `${MAX_TOKENS} tokens are valid already`);
    return this.#grant();
  }

  /** A new pair for the newest refresh token; both old ones end here. */
  refresh(refreshToken: string): Grant {
    const now = this.#clock.now();
    const old = [...this.#grants].find((grant) => grant.refreshToken === refreshToken);
    if (old === undefined || old.refreshEndsAt <= now)
      throw new PabxRefusal(10004, 'unknown or used refresh token');
    this.#grants.delete(old);
    return this.#grant();
  }

  /**
   * When the token ends (on the line clock).
   * @throws PabxRefusal 10004 when it is not valid now.
   */
  check(accessToken: string | null): number {
    const now = this.#clock.now();
    for (const grant of this.#grants) {
      if (grant.accessToken === accessToken && grant.accessEndsAt > now) return grant.accessEndsAt;
    }
    throw new PabxRefusal(10004, accessToken === null ? 'no token in the query' : 'token unknown or over');
  }

  revoke(accessToken: string | null): void {
    for (const grant of this.#grants) if (grant.accessToken === accessToken) this.#grants.delete(grant);
  }

  /** Ends all access tokens now; refresh tokens live on. Gives how many ended. */
  expireAll(): number {
    const { count } = this;
    for (const grant of this.#grants) grant.accessEndsAt = 0;
    return count;
  }

  #grant(): Grant {
    const now = this.#clock.now();
    for (const old of this.#grants) if (old.refreshEndsAt <= now) this.#grants.delete(old);
    const grant: Grant = {
      accessToken: randomBytes(16).toString('hex'),
      refreshToken: randomBytes(16).toString('hex'),
      accessEndsAt: now + ACCESS_LIFE_S * 1000,
      refreshEndsAt: now + REFRESH_LIFE_S * 1000,
    };
    this.#grants.add(grant);
    return grant;
  }
}

function equal(given: string, right: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
