import { z } from 'zod';
import { DEFAULT_PREFERENCES, Preferences } from './shell-contract.ts';

/**
 * Preferences out of what a file or the browser kept. Every field by itself: one that is wrong or of a newer Lynk
 * falls back to its default and does not take the others with it.
 */
export function readPreferences(stored: unknown): Preferences {
  const fields = z.record(z.string(), z.unknown()).catch({}).parse(stored);
  const known = Object.entries(Preferences.shape).filter(
    ([name, field]) => field.safeParse(fields[name]).success,
  );
  return Preferences.parse({
    ...DEFAULT_PREFERENCES,
    ...Object.fromEntries(known.map(([name]) => [name, fields[name]])),
  });
}
