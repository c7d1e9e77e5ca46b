// At most so many things per agent within a sliding window; the same for all connections of the agent.
import type { Clock } from '../clock.ts';

export interface RateLimit {
  /** 0 when there is room (and takes it), otherwise the milliseconds until there is. */
  take(extension: string): number;
}

export function createRateLimit(clock: Clock, most: number, withinMs: number): RateLimit {
  const taken = new Map<string, number[]>();
  return {
    take(extension) {
      const now = clock.now();
      const recent = (taken.get(extension) ?? []).filter((at) => at > now - withinMs);
      taken.set(extension, recent);
      if (recent.length >= most) return (recent[0] ?? now) + withinMs - now;
      recent.push(now);
      return 0;
    },
  };
}
