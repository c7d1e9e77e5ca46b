import { describe, expect, it } from 'vitest';
import { Locale } from '#shared/bridge/shell-contract.ts';
import { ERROR_CODES } from '#shared/model/errors.ts';
import { AREAS, createTexts, type MessageKey } from './i18n.ts';

const placeholders = (text: string): string[] => [...new Set(text.match(/\{\w+\}/gu) ?? [])].toSorted();
const areas = Object.entries(AREAS);

describe('the texts', () => {
  it.each(areas)('of %s have the same keys in each language, and no empty one', (_area, texts) => {
    const keys = Object.keys(texts['pt-BR']).toSorted();
    for (const locale of Locale.options) {
      expect(Object.keys(texts[locale]).toSorted()).toEqual(keys);
      expect(Object.entries<string>(texts[locale]).filter(([, text]) => text.trim() === '')).toEqual([]);
    }
  });

  it.each(areas)('of %s fill the same braces in each language', (_area, texts) => {
    const reference = texts['pt-BR'] as Record<string, string>;
    for (const locale of Locale.options) {
      for (const [key, text] of Object.entries<string>(texts[locale])) {
        expect({ key, places: placeholders(text) }).toEqual({
          key,
          places: placeholders(reference[key] ?? ''),
        });
      }
    }
  });

  it('can all be read: no stray syntax leaves a key or braces on screen', () => {
    const unreadable: string[] = [];
    for (const locale of Locale.options) {
      const { t } = createTexts(locale);
      for (const [area, texts] of areas) {
        for (const [key, text] of Object.entries<string>(texts[locale])) {
          // The key is made of the table it is looked up in.
          const name = `${area}.${key}` as MessageKey;
          const filled = Object.fromEntries(placeholders(text).map((place) => [place.slice(1, -1), 'x']));
          const shown = t(name, { ...filled, ...('count' in filled ? { count: 2 } : {}) });
          if (shown === name || /[{}|]/u.test(shown)) unreadable.push(`${locale} ${name}: ${shown}`);
        }
      }
    }
    expect(unreadable).toEqual([]);
  });

  it('have a sentence for every error code', () => {
    for (const locale of Locale.options) {
      expect(Object.keys(AREAS.error[locale]).toSorted()).toEqual(Object.keys(ERROR_CODES).toSorted());
    }
  });

  it('choose singular and plural by the count', () => {
    const { t, setLocale } = createTexts('pt-BR');
    expect(t('sessions.unread', { count: 1 })).toBe('1 não lida');
    expect(t('sessions.unread', { count: 12 })).toBe('12 não lidas');
    setLocale('es');
    expect(t('sessions.unread', { count: 1 })).toBe('1 no leído');
  });
});
