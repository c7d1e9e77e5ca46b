// How long to wait before the next try: full jitter, so that a thousand clients do not come back as one.
import type { Random } from '../ports.ts';

export const BACKOFF = { firstMs: 250, maxMs: 30_000, healthyAfterMs: 60_000 } as const;

export class Backoff {
  readonly #random: Random;
  readonly #firstMs: number;
  readonly #maxMs: number;
  #attempt = 0;

  constructor(random: Random, firstMs: number = BACKOFF.firstMs, maxMs: number = BACKOFF.maxMs) {
    this.#random = random;
    this.#firstMs = firstMs;
    this.#maxMs = maxMs;
  }

  /** Milliseconds to wait now; the ceiling doubles with every call up to the maximum. */
  next(): number {
    const ceiling = Math.min(this.#maxMs, this.#firstMs * 2 ** Math.min(this.#attempt, 20));
    this.#attempt += 1;
    return Math.round(this.#random.fraction() * ceiling);
  }

  reset(): void {
    this.#attempt = 0;
  }
}
