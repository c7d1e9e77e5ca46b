import type { Locale } from '#shared/bridge/shell-contract.ts';

/** The texts of one area in the three languages, with the same keys in each: the compiler lists what is missing. */
export function defineMessages<const Key extends string>(
  messages: { 'pt-BR': Record<Key, string> } & Record<Exclude<Locale, 'pt-BR'>, Record<NoInfer<Key>, string>>,
): Record<Locale, Record<Key, string>> {
  return messages;
}
