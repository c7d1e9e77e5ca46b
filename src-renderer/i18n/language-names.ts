import type { Locale } from '#shared/bridge/shell-contract.ts';

/** Each language in its own words, so that whoever lost theirs finds it. */
export const LANGUAGE_NAMES: Record<Locale, string> = {
  'pt-BR': 'Português (Brasil)',
  en: 'English',
  es: 'Español',
};
