// Dates and times as a person reads them, in the language shown. Formatters are made once per language: making
// one costs more than using it a thousand times.
import type { Locale } from '#shared/bridge/shell-contract.ts';
import type { Timestamp } from '#shared/model/time.ts';

interface Formats {
  readonly time: Intl.DateTimeFormat;
  readonly day: Intl.DateTimeFormat;
  readonly dayOfYear: Intl.DateTimeFormat;
  readonly full: Intl.DateTimeFormat;
  readonly relative: Intl.RelativeTimeFormat;
}

function makeFormats(locale: Locale): Formats {
  return {
    time: new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' }),
    day: new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' }),
    dayOfYear: new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric' }),
    full: new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }),
    relative: new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }),
  };
}

const made = new Map<Locale, Formats>();

function formatsOf(locale: Locale): Formats {
  const formats = made.get(locale) ?? makeFormats(locale);
  made.set(locale, formats);
  return formats;
}

const capitalised = (text: string, locale: Locale) =>
  text.charAt(0).toLocaleUpperCase(locale) + text.slice(1);

/** `15:04` */
export const timeOfDay = (at: Timestamp, locale: Locale): string => formatsOf(locale).time.format(at);

/** `23 de nov. de 2026, 15:04` */
export const fullTime = (at: Timestamp, locale: Locale): string => formatsOf(locale).full.format(at);

/** Days from `now` to `at` on the calendar: -1 is yesterday. */
function daysBetween(at: Timestamp, now: Timestamp): number {
  const start = (time: Timestamp) => new Date(time).setHours(0, 0, 0, 0);
  return Math.round((start(at) - start(now)) / 86_400_000);
}

/** *Hoje*, *Ontem*, *Segunda-feira, 16 de novembro*; with the year once half a year lies between. */
export function dayName(at: Timestamp, now: Timestamp, locale: Locale): string {
  const { relative, day, dayOfYear } = formatsOf(locale);
  const days = daysBetween(at, now);
  const name =
    days === 0 || days === -1
      ? relative.format(days, 'day')
      : (Math.abs(days) < 180 ? day : dayOfYear).format(at);
  return capitalised(name, locale);
}

/** A call's length: `3:07`, `1:02:09`. */
export function duration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const two = (value: number) => String(value).padStart(2, '0');
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}
