// Times and durations for the eye, by Intl in the language shown.
import type { Locale } from '#shared/bridge/shell-contract.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const MINUTE = 60_000;

const startOfDay = (at: number): number => new Date(at).setHours(0, 0, 0, 0);

/** When a session was last active, as short as it stays clear: `14:05`, `Ontem`, `qui.`, `16/11/26`. */
export function rowTime(at: number, now: number, locale: Locale, yesterday: string): string {
  const days = Math.round((startOfDay(now) - startOfDay(at)) / DAY);
  if (days <= 0) return new Intl.DateTimeFormat(locale, { timeStyle: 'short' }).format(at);
  if (days === 1) return yesterday;
  if (days < 7) return new Intl.DateTimeFormat(locale, { weekday: 'short' }).format(at);
  return new Intl.DateTimeFormat(locale, { day: '2-digit', month: '2-digit', year: '2-digit' }).format(at);
}

/** Date and time in full, for tooltips and details. */
export function fullTime(at: number, locale: Locale): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short' }).format(at);
}

/** What is left of a duration, rounded down: `23 h`, `42 min`; under a minute counts as one. */
export function timeLeft(leftMs: number, locale: Locale): string {
  const [value, unit] =
    leftMs >= HOUR
      ? [Math.floor(leftMs / HOUR), 'hour']
      : [Math.max(1, Math.floor(leftMs / MINUTE)), 'minute'];
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' }).format(value);
}
