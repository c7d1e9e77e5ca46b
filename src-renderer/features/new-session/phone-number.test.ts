import { describe, expect, it } from 'vitest';
import { checkPhoneNumber, countries, likelyCountry } from './phone-number.ts';

describe('recipient as typed', () => {
  it('takes a national number of the chosen country, however it is spaced', () => {
    for (const typed of [
      '11 98765-4321',
      '(11) 98765.4321',
      '011987654321',
      '5511987654321',
      '+55 11 98765-4321',
    ]) {
      expect(checkPhoneNumber(typed, 'BR')).toMatchObject({
        ok: true,
        e164: '+5511987654321',
        country: 'BR',
      });
    }
  });

  it('follows the plus to another country', () => {
    expect(checkPhoneNumber('+34 612 34 56 78', 'BR')).toMatchObject({
      ok: true,
      e164: '+34612345678',
      country: 'ES',
    });
  });

  it('tells an empty field from a wrong number, and says what is wrong', () => {
    expect(checkPhoneNumber('  ', 'BR')).toEqual({ ok: false, problem: 'missing' });
    expect(checkPhoneNumber('Marina', 'BR')).toEqual({ ok: false, problem: 'notANumber' });
    expect(checkPhoneNumber('+', 'BR')).toEqual({ ok: false, problem: 'notANumber' });
    expect(checkPhoneNumber('1198', 'BR')).toEqual({ ok: false, problem: 'tooShort' });
    expect(checkPhoneNumber('11 98765-4321 99 12345', 'BR')).toEqual({ ok: false, problem: 'tooLong' });
    expect(checkPhoneNumber('00 98765-4321', 'BR')).toMatchObject({ ok: false });
    expect(checkPhoneNumber('123 456 7890', 'US')).toEqual({ ok: false, problem: 'invalid' });
  });

  it('does not take a number of one country for another', () => {
    expect(checkPhoneNumber('612 34 56 78', 'ES')).toMatchObject({ ok: true });
    expect(checkPhoneNumber('612 34 56 78', 'US')).toMatchObject({ ok: false });
  });
});

describe('countries', () => {
  it('are named and sorted in the language shown', () => {
    const portuguese = countries('pt-BR');
    const names = portuguese.map((country) => country.name);
    expect(portuguese.find((country) => country.code === 'BR')).toEqual({
      code: 'BR',
      name: 'Brasil',
      callingCode: '+55',
      flag: '🇧🇷',
    });
    expect(names).toEqual(names.toSorted(new Intl.Collator('pt-BR').compare));
    expect(portuguese.length).toBeGreaterThan(200);
  });

  it('begin with the country of the sender, else with that of the language', () => {
    expect(likelyCountry('+34910000000', 'pt-BR')).toBe('ES');
    expect(likelyCountry('27182', 'pt-BR')).toBe('BR');
    expect(likelyCountry('27182', 'en')).toBe('US');
    expect(likelyCountry('27182', 'es')).toBe('ES');
  });
});
