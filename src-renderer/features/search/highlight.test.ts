import { array, assert, integer, property, string, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { snippetParts } from './highlight.ts';

describe('snippetParts', () => {
  it('marks what was found and leaves the rest', () => {
    expect(snippetParts('minha internet caiu', [[6, 14]])).toEqual([
      { text: 'minha ', isMatch: false },
      { text: 'internet', isMatch: true },
      { text: ' caiu', isMatch: false },
    ]);
  });
  it('joins overlapping ranges and clips what lies outside', () => {
    expect(
      snippetParts('abcdef', [
        [2, 4],
        [1, 3],
        [5, 99],
      ]).map((part) => part.text),
    ).toEqual(['a', 'bc', 'd', 'e', 'f']);
  });
  it('always spells the snippet, whatever the ranges are', () => {
    const range = tuple(integer({ min: -5, max: 40 }), integer({ min: -5, max: 40 }));
    assert(
      property(
        string({ unit: 'grapheme', maxLength: 30 }),
        array(range, { maxLength: 6 }),
        (text, ranges) => {
          expect(
            snippetParts(text, ranges)
              .map((part) => part.text)
              .join(''),
          ).toBe(text);
        },
      ),
    );
  });
});
