// Numbers: what can be written to, and whose number it is.
import { AppError } from '#shared/model/errors.ts';

/**
 * A recipient in the form the PABX takes: `+` and digits, the ornaments of typing removed (API 3.5).
 * @throws AppError `session.addressInvalid`.
 */
export function toAddress(typed: string): string {
  const address = typed.replaceAll(/[\s().-]/gu, '');
  if (!/^\+?\d{3,15}$/u.test(address)) {
    throw new AppError('session.addressInvalid', { details: { field: 'address' } });
  }
  return address;
}

const digitsOf = (number: string): string => number.replaceAll(/\D/gu, '');

/** How many digits at the end make two spellings of one number the same: national ones lack the country code. */
const SIGNIFICANT_DIGITS = 8;

interface NumberedContact {
  readonly id: string;
  readonly numbers: readonly string[];
}

/** Finds whose number an address is: by all digits, or by a national spelling of at least eight digits. */
export function contactFinder(contacts: Iterable<NumberedContact>): (address: string) => string | null {
  const byEnding = new Map<string, { readonly digits: string; readonly id: string }[]>();
  for (const { id, numbers } of contacts) {
    for (const number of numbers) {
      const digits = digitsOf(number);
      const ending = digits.slice(-SIGNIFICANT_DIGITS);
      const held = byEnding.get(ending);
      if (held) held.push({ digits, id });
      else byEnding.set(ending, [{ digits, id }]);
    }
  }
  return (address) => {
    const digits = digitsOf(address);
    const candidates = byEnding.get(digits.slice(-SIGNIFICANT_DIGITS)) ?? [];
    const exact = candidates.find((candidate) => candidate.digits === digits);
    const national =
      digits.length < SIGNIFICANT_DIGITS
        ? undefined
        : candidates.find(
            (candidate) =>
              candidate.digits.length >= SIGNIFICANT_DIGITS &&
              (digits.endsWith(candidate.digits) || candidate.digits.endsWith(digits)),
          );
    return (exact ?? national)?.id ?? null;
  };
}

/** `text` without accents and capitals: how people search for names. */
export const folded = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
