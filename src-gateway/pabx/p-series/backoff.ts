/** How long to wait before try number `failures + 1`. `random` gives 0 ≤ x < 1. */
export interface Backoff {
  readonly firstMs: number;
  readonly longestMs: number;
}

/**
 * Full jitter: anywhere between nothing and an exponentially growing ceiling, so that callers who failed
 * together do not come back together.
 */
export function backoffMs(backoff: Backoff, failures: number, random: () => number): number {
  const ceiling = Math.min(backoff.longestMs, backoff.firstMs * 2 ** Math.max(0, failures - 1));
  return Math.round(random() * ceiling);
}
