// The languages of the system, as Electron reads them on Linux: --lang, else the environment, else en-US.
import { switchValue } from '../core/runtime.ts';

const FALLBACK = 'en-US';

/** `pt_BR.UTF-8` → `pt-BR`; undefined for C, POSIX and nothing. */
function languageTag(value: string | undefined): string | undefined {
  const tag = value?.replace(/[.@].*$/, '').replace('_', '-');
  return tag === undefined || tag === '' || tag === 'C' || tag === 'POSIX' ? undefined : tag;
}

export function systemLocale(): string {
  const { LC_ALL, LC_MESSAGES, LANG } = process.env;
  return languageTag(LC_ALL) ?? languageTag(LC_MESSAGES) ?? languageTag(LANG) ?? FALLBACK;
}

export function appLocale(): string {
  return languageTag(switchValue('lang')) ?? systemLocale();
}

export function preferredLanguages(): string[] {
  const listed = (process.env['LANGUAGE'] ?? '').split(':').flatMap((value) => languageTag(value) ?? []);
  return listed.length > 0 ? listed : [systemLocale()];
}
