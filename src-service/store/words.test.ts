import { describe, expect, it } from 'vitest';
import {
  findMatches,
  fold,
  matchExpression,
  newestFirst,
  numberTerm,
  numberWords,
  parseQuery,
} from './words.ts';

const marked = (text: string, query: string): string[] =>
  findMatches(text, parseQuery(query)).map(([start, end]) => text.slice(start, end));

describe('words', () => {
  it('are equal without their accents and their case', () => {
    expect(fold('ATENÇÃO')).toBe(fold('atençao'));
    expect(fold('ação')).toBe('acao');
  });

  it('are found by prefix, phrases exactly', () => {
    expect(parseQuery('bom "segunda via"')).toEqual([
      { words: ['bom'], isPrefix: true },
      { words: ['segunda', 'via'], isPrefix: false },
    ]);
    expect(matchExpression(parseQuery('bom "segunda via"'))).toBe('"bom" * AND "segunda via"');
  });

  it('never let a query speak to the index: signs and operators are separators', () => {
    const expression = matchExpression(parseQuery('a* NEAR(b) -c ^d text:e "f'));
    expect(expression).toBe('"a" * AND "NEAR b" * AND "c" * AND "d" * AND "text e" * AND "f" *');
    expect(parseQuery('*** "" ()')).toEqual([]);
  });

  it('of Chinese, Japanese and Korean are characters, and runs of them phrases', () => {
    expect(parseQuery('订单')).toEqual([{ words: ['订', '单'], isPrefix: true }]);
    expect(marked('我的订单在哪里', '订单')).toEqual(['订单']);
    expect(marked('안녕하세요', '녕')).toEqual(['녕']);
  });

  it('are marked where they stand, also behind accents written as two characters', () => {
    expect(marked('Preciso de ATENÇÃO, atencioso!', 'atenc')).toEqual(['ATENÇÃO', 'atencioso']);
    expect(marked('a ação e a reação'.normalize('NFD'), 'acao')).toEqual(['ação'.normalize('NFD')]);
    expect(marked('a segunda via da conta', '"segunda via" conta')).toEqual(['segunda via', 'conta']);
    expect(marked('segundas viagens', '"segunda via"')).toEqual([]);
  });

  it('of numbers are all their tails, so that any part is found by prefix', () => {
    expect(numberWords('+55 11').split(' ')).toContain('5511');
    expect(numberWords('+5511987654321').split(' ')).toContain('54321');
    expect(numberTerm('(11) 98765-4')).toEqual({ words: ['11987654'], isPrefix: true });
    expect(numberTerm('rua 12')).toBeNull();
  });

  it('put newer messages above older ones and keep within whole numbers', () => {
    const year2200 = Date.UTC(2200, 0, 1);
    expect(newestFirst(2, 'a')).toBeGreaterThan(newestFirst(1, 'zzz'));
    expect(Number.isSafeInteger(newestFirst(year2200, 'z'))).toBe(true);
  });
});
