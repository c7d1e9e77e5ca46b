import { describe, expect, it } from 'vitest';
import { parseQuery } from '../store/words.ts';
import { snippetOf } from './search.ts';

const found = (source: string, query: string) => {
  const { snippet, matches } = snippetOf(source, parseQuery(query));
  return { snippet, words: matches.map(([start, end]) => snippet.slice(start, end)) };
};

describe('a snippet', () => {
  it('of a short text is the text in one line', () => {
    expect(found('Bom dia,\nAna', 'ana')).toEqual({ snippet: 'Bom dia, Ana', words: ['Ana'] });
  });

  it('of a long text begins a few words before the first match and says that there is more', () => {
    const long = `${'palavra '.repeat(100)}tesouro ${'depois '.repeat(100)}`;
    const { snippet, words } = found(long, 'tesouro');
    expect(words).toEqual(['tesouro']);
    expect(snippet).toMatch(/^…palavra .*tesouro depois.*…$/u);
    expect(snippet.length).toBeLessThan(170);
  });

  it('marks what it shows, never what it cuts off', () => {
    const { snippet, words } = found('ola '.repeat(100), 'ola');
    expect(words.length).toBeGreaterThan(30);
    expect(words.every((word) => 'ola'.startsWith(word))).toBe(true);
    expect(snippet.endsWith('…')).toBe(true);
  });

  it('never ends in half of a sign', () => {
    const { snippet } = found(`${'a'.repeat(159)}😀😀`, 'a');
    expect(snippet.isWellFormed()).toBe(true);
  });
});
