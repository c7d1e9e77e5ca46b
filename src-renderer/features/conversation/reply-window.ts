// The reply window as the agent sees it: how long is left and how urgent that is.
import type { Timestamp } from '#shared/model/time.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

export interface Countdown {
  /** `over`: no free text any more. `critical`: under 15 minutes. `soon`: under 2 hours. */
  readonly urgency: 'calm' | 'soon' | 'critical' | 'over';
  readonly hours: number;
  readonly minutes: number;
}

/** What is left of a window that ends at `endsAt`, as of `now`. Minutes are rounded down: never promise more. */
export function countdown(endsAt: Timestamp, now: Timestamp): Countdown {
  const left = endsAt - now;
  if (left <= 0) return { urgency: 'over', hours: 0, minutes: 0 };
  const urgency = left < 15 * MINUTE ? 'critical' : left < 2 * HOUR ? 'soon' : 'calm';
  const minutes = Math.floor(left / MINUTE);
  return { urgency, hours: Math.floor(minutes / 60), minutes: minutes % 60 };
}
