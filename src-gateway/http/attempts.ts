// Slows down whoever guesses passwords: after five failures in a row each further attempt has to wait twice as
// long as the one before, per account and per address. In memory and bounded.
import type { Clock } from '../clock.ts';

export interface Attempts {
  /** Counts an attempt before it is checked. 0: go on; otherwise the milliseconds to wait first. */
  begin(keys: readonly string[]): number;
  /** It was the right password: its keys start afresh. */
  succeeded(keys: readonly string[]): void;
}

const FREE = 5;
const FIRST_DELAY_MS = 2000;
const LONGEST_DELAY_MS = 15 * 60 * 1000;
const REMEMBERED = 10_000;

export function createAttempts(clock: Clock): Attempts {
  const failures = new Map<string, { count: number; notBefore: number }>();
  return {
    begin(keys) {
      const now = clock.now();
      const wait = Math.max(0, ...keys.map((key) => (failures.get(key)?.notBefore ?? 0) - now));
      if (wait > 0) return wait;
      for (const key of keys) {
        const count = (failures.get(key)?.count ?? 0) + 1;
        const over = count - FREE;
        const delay = over < 0 ? 0 : Math.min(FIRST_DELAY_MS * 2 ** over, LONGEST_DELAY_MS);
        failures.delete(key);
        failures.set(key, { count, notBefore: now + delay });
        const oldest = failures.size > REMEMBERED ? failures.keys().next().value : undefined;
        if (oldest !== undefined) failures.delete(oldest);
      }
      return 0;
    },
    succeeded(keys) {
      for (const key of keys) failures.delete(key);
    },
  };
}
