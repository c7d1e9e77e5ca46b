// Times and durations for the eye, by Intl in the language shown. Formatters are made once per language: making one
// costs more than using it a thousand times.
import type { Locale } from '#shared/bridge/shell-contract.ts';
import type { Timestamp } from '#shared/model/time.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const MINUTE = 60_000;

function makeFormats(locale: Locale) {
  return {
    time: new Intl.DateTimeFormat(locale, { timeStyle: 'short' }),
    weekday: new Intl.DateTimeFormat(locale, { weekday: 'short' }),
    date: new Intl.DateTimeFormat(locale, { day: '2-digit', month: '2-digit', year: '2-digit' }),
    day: new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' }),
    dayOfYear: new Intl.DateTimeFormat(locale, { dateStyle: 'long' }),
    full: new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short' }),
    relative: new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }),
    hours: new Intl.NumberFormat(locale, { style: 'unit', unit: 'hour', unitDisplay: 'short' }),
    minutes: new Intl.NumberFormat(locale, { style: 'unit', unit: 'minute', unitDisplay: 'short' }),
  };
}

const made = new Map<Locale, ReturnType<typeof makeFormats>>();

function formatsOf(locale: Locale): ReturnType<typeof makeFormats> {
  const formats = made.get(locale) ?? makeFormats(locale);
  made.set(locale, formats);
  return formats;
}

/** Days on the calendar from `at` to `now`: 1 is yesterday. */
function daysSince(at: Timestamp, now: Timestamp): number {
  const startOfDay = (time: Timestamp): number => new Date(time).setHours(0, 0, 0, 0);
  return Math.round((startOfDay(now) - startOfDay(at)) / DAY);
}

/** `15:04` */
export const timeOfDay = (at: Timestamp, locale: Locale): string => formatsOf(locale).time.format(at);

/** Date and time in full, for tooltips and details. */
export const fullTime = (at: Timestamp, locale: Locale): string => formatsOf(locale).full.format(at);

/** When a session was last active, as short as it stays clear: `14:05`, `Ontem`, `qui.`, `16/11/26`. */
export function rowTime(at: Timestamp, now: Timestamp, locale: Locale, yesterday: string): string {
  const days = daysSince(at, now);
  if (days <= 0) return timeOfDay(at, locale);
  if (days === 1) return yesterday;
  const { weekday, date } = formatsOf(locale);
  return (days < 7 ? weekday : date).format(at);
}

/** *Hoje*, *Ontem*, *Segunda-feira, 16 de novembro*; with the year once half a year lies between. */
export function dayName(at: Timestamp, now: Timestamp, locale: Locale): string {
  const { relative, day, dayOfYear } = formatsOf(locale);
  const days = daysSince(at, now);
  const name =
    days === 0 || days === 1
      ? relative.format(-days, 'day')
      : (Math.abs(days) < 180 ? day : dayOfYear).format(at);
  return name.charAt(0).toLocaleUpperCase(locale) + name.slice(1);
}

/** What is left of a duration, rounded down: `23 h`, `42 min`; under a minute counts as one. */
export function timeLeft(leftMs: number, locale: Locale): string {
  const { hours, minutes } = formatsOf(locale);
  return leftMs >= HOUR
    ? hours.format(Math.floor(leftMs / HOUR))
    : minutes.format(Math.max(1, Math.floor(leftMs / MINUTE)));
}

/** A call's length: `3:07`, `1:02:09`. */
export function duration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const two = (value: number) => String(value).padStart(2, '0');
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}
