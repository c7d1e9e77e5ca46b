// How text becomes words: the one place that decides what search finds. The index (FTS5, unicode61) and the
// highlighting in the window's snippets both start from here.
//
// Chinese, Japanese and Korean are written without spaces: every such character becomes a word of its own, and a
// run of them in a query a phrase, so that words of one or two characters are found wherever they stand.

const CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu;
const WORD = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu;
const MARKS = /\p{M}/gu;
/** Private-use characters: our own marks in the index, never a person's words. */
const PRIVATE = /\p{Co}/gu;
const SESSION_MARK = '\uE000';

/** Lower case without accents: equal for what search treats as equal. */
export function fold(value: string): string {
  return value.normalize('NFD').replaceAll(MARKS, '').normalize('NFC').toLowerCase();
}

const spaced = (value: string): string => value.replaceAll(PRIVATE, ' ').replaceAll(CJK, ' $& ');

/** A session's id as one word that nobody can type: lets the index itself narrow a search to one session. */
function sessionWord(sessionId: string): string {
  const word = sessionId.replaceAll(
    /[^0-9a-z]/gu,
    (sign) => `\uE001${sign.codePointAt(0)?.toString(16) ?? ''}\uE001`,
  );
  return `${SESSION_MARK}${word}`;
}

/** The text to index for a message. */
export function messageWords(sessionId: string, value: string): string {
  return `${sessionWord(sessionId)} ${spaced(value)}`;
}

/** The text to index for names. */
export function nameWords(...names: readonly string[]): string {
  return spaced(names.join(' '));
}

/** A number by any of its parts: every tail of at least three digits is a word, and words are found by prefix. */
export function numberWords(value: string): string {
  const digits = value.replaceAll(/\D/gu, '');
  if (digits.length < 3) return nameWords(value);
  const tails: string[] = [];
  for (let start = 0; start <= digits.length - 3; start += 1) tails.push(digits.slice(start));
  return [nameWords(value), ...tails].join(' ');
}

/** One thing to find: its words stand side by side in the text; the last may go on unless it is quoted. */
export interface Term {
  readonly words: readonly string[];
  readonly isPrefix: boolean;
}

/** What a person typed, as terms that must all be found. Words by prefix, "quoted phrases" exactly once they are closed. */
export function parseQuery(typed: string): Term[] {
  const terms: Term[] = [];
  for (const [part, phrase, closing] of typed.matchAll(/"([^"]*)("?)|[^\s"]+/gu)) {
    const words = [...spaced(phrase ?? part).matchAll(WORD)].map(([word]) => word);
    if (words.length > 0) terms.push({ words, isPrefix: phrase === undefined || closing === '' });
  }
  return terms;
}

/** A number typed with spaces or signs (`+55 11 98765`) as one term. Null for anything else. */
export function numberTerm(typed: string): Term | null {
  if (!/^[+\d\s().-]{3,}$/u.test(typed)) return null;
  const digits = typed.replaceAll(/\D/gu, '');
  return digits.length >= 3 ? { words: [digits], isPrefix: true } : null;
}

/** The terms in FTS5's language. Words hold letters and digits only, so quoting needs no escapes. */
export function matchExpression(terms: readonly Term[], sessionId?: string): string {
  const parts = terms.map(({ words, isPrefix }) => `"${words.join(' ')}"${isPrefix ? ' *' : ''}`);
  if (sessionId !== undefined) parts.unshift(`"${sessionWord(sessionId)}"`);
  return parts.join(' AND ');
}

/**
 * A message's number in the table and in the text index: larger is newer. Epoch milliseconds × 1024 stays below
 * 2^53 until the year 2248; the rest comes from the id, so that the same message gets the same number everywhere.
 */
export function newestFirst(createdAt: number, id: string): number {
  let hash = 0;
  for (let index = 0; index < id.length; index += 1) hash = (hash * 31 + id.charCodeAt(index)) | 0;
  return createdAt * 1024 + (hash & 1023);
}

interface Place {
  readonly word: string;
  readonly start: number;
  readonly end: number;
}

function placesOf(value: string): Place[] {
  const places: Place[] = [];
  for (const match of value.matchAll(WORD)) {
    let from = 0;
    const whole = match[0];
    const add = (piece: string, at: number): void => {
      if (piece !== '')
        places.push({ word: fold(piece), start: match.index + at, end: match.index + at + piece.length });
    };
    for (const sign of whole.matchAll(CJK)) {
      add(whole.slice(from, sign.index), from);
      add(sign[0], sign.index);
      from = sign.index + sign[0].length;
    }
    add(whole.slice(from), from);
  }
  return places;
}

/** Where the terms stand in `value`, as [start, end) in UTF-16 units, in order and without overlaps. */
export function findMatches(value: string, terms: readonly Term[]): [number, number][] {
  const places = placesOf(value);
  const found: [number, number][] = [];
  for (const { words, isPrefix } of terms) {
    const folded = words.map(fold);
    for (let at = 0; at + folded.length <= places.length; at += 1) {
      const isHere = folded.every((word, offset) => {
        const place = places[at + offset]?.word ?? '';
        return isPrefix && offset === folded.length - 1 ? place.startsWith(word) : place === word;
      });
      const first = places[at];
      const last = places[at + folded.length - 1];
      if (isHere && first !== undefined && last !== undefined) found.push([first.start, last.end]);
    }
  }
  found.sort(([a], [b]) => a - b);
  const merged: [number, number][] = [];
  for (const [start, end] of found) {
    const previous = merged.at(-1);
    if (previous !== undefined && start <= previous[1]) previous[1] = Math.max(previous[1], end);
    else merged.push([start, end]);
  }
  return merged;
}
