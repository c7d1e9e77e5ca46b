import { Locale } from './shell-contract.ts';

/**
 * Lynk's language for a person's list of languages (BCP 47, preferred first): the first one that Lynk speaks,
 * whatever the region; pt-BR where it speaks none of them.
 */
export function localeFrom(languages: readonly string[]): Locale {
  for (const language of languages) {
    const spoken = Locale.options.find((locale) => locale.slice(0, 2) === language.slice(0, 2).toLowerCase());
    if (spoken !== undefined) return spoken;
  }
  return 'pt-BR';
}
