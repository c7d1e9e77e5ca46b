// Checks a recipient as it was typed, for the country that was chosen, and knows the countries of the world.
// It carries libphonenumber's metadata, so it is imported lazily, with the dialog that needs it.
import {
  type CountryCode,
  getCountries,
  getCountryCallingCode,
  isSupportedCountry,
  parsePhoneNumberFromString,
  validatePhoneNumberLength,
} from 'libphonenumber-js/min';

export type { CountryCode };

export type PhoneCheck =
  /** `e164` goes to the gateway; `country` may differ from the chosen one when the number was typed with its `+`. */
  | { readonly ok: true; readonly e164: string; readonly country: CountryCode; readonly display: string }
  | { readonly ok: false; readonly problem: PhoneProblem };

export type PhoneProblem = 'missing' | 'notANumber' | 'tooShort' | 'tooLong' | 'invalid';

/** What people put between digits; anything else makes it no number. */
const NUMBER_SHAPE = /^[\s\u00a0]*\+?[\d\s\u00a0().\-–/]*$/u;

/** Whether `typed` is a number of `country`, or of any country when it begins with `+`. */
export function checkPhoneNumber(typed: string, country: CountryCode): PhoneCheck {
  const text = typed.trim();
  if (text === '') return { ok: false, problem: 'missing' };
  if (!NUMBER_SHAPE.test(text) || !/\d/u.test(text)) return { ok: false, problem: 'notANumber' };
  const number = parsePhoneNumberFromString(text, country);
  if (number?.isValid() === true) {
    return {
      ok: true,
      e164: number.number,
      country: number.country ?? country,
      display: number.formatInternational(),
    };
  }
  switch (validatePhoneNumberLength(text, country)) {
    case 'TOO_SHORT':
      return { ok: false, problem: 'tooShort' };
    case 'TOO_LONG':
      return { ok: false, problem: 'tooLong' };
    case 'NOT_A_NUMBER':
      return { ok: false, problem: 'notANumber' };
    case 'INVALID_COUNTRY':
    case 'INVALID_LENGTH':
    case undefined:
      return { ok: false, problem: 'invalid' };
  }
}

export interface Country {
  readonly code: CountryCode;
  /** Name in the language asked for. */
  readonly name: string;
  /** With its plus: `+55`. */
  readonly callingCode: string;
  readonly flag: string;
}

/** Regional indicators; where the system has no flags (Windows) the two letters show instead. */
const flagOf = (code: string) =>
  String.fromCodePoint(...Array.from(code, (letter) => 0x1f1e6 - 65 + (letter.codePointAt(0) ?? 65)));

/** Every country with a calling code, sorted by its name in `locale`. */
export function countries(locale: string): Country[] {
  const names = new Intl.DisplayNames([locale], { type: 'region' });
  const collator = new Intl.Collator(locale);
  return getCountries()
    .map((code) => ({
      code,
      name: names.of(code) ?? code,
      callingCode: `+${getCountryCallingCode(code)}`,
      flag: flagOf(code),
    }))
    .sort((left, right) => collator.compare(left.name, right.name));
}

/** The country that a new number most likely belongs to: the sender's, else the language's. */
export function likelyCountry(sender: string, locale: string): CountryCode {
  const ofSender = parsePhoneNumberFromString(sender)?.country;
  if (ofSender !== undefined) return ofSender;
  const region = new Intl.Locale(locale).maximize().region;
  return region !== undefined && isSupportedCountry(region) ? region : 'BR';
}
