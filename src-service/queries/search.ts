// Search over every cached message, newest first, with the words' places for highlighting.
import type { SearchHit, SessionRow } from '#shared/bridge/rows.ts';
import type { Store } from '../store/store.ts';
import { findMatches, parseQuery, type Term } from '../store/words.ts';

const SNIPPET = 160;
const LEAD = 40;

/** About 160 characters around the first match; the places are those in the snippet. */
export function snippetOf(source: string, terms: readonly Term[]): Pick<SearchHit, 'snippet' | 'matches'> {
  // One for one, so that places stay where they are.
  const line = source.replaceAll(/\s/gu, ' ');
  const places = findMatches(line, terms);
  const first = places[0]?.[0] ?? 0;
  let from = 0;
  if (line.length > SNIPPET && first > LEAD) {
    const space = line.indexOf(' ', first - LEAD);
    from = space !== -1 && space < first ? space + 1 : first;
  }
  let to = Math.min(line.length, from + SNIPPET);
  // Never half of a surrogate pair.
  if (/[\uD800-\uDBFF]/u.test(line.charAt(to - 1))) to -= 1;
  const lead = from > 0 ? '…' : '';
  const shift = lead.length - from;
  const matches = places
    .filter(([start]) => start < to)
    .map(([start, end]): [number, number] => [start + shift, Math.min(end, to) + shift]);
  return { snippet: `${lead}${line.slice(from, to)}${to < line.length ? '…' : ''}`, matches };
}

interface SearchInput {
  readonly text: string;
  readonly sessionId?: string | undefined;
  readonly before: { readonly createdAt: number; readonly id: string } | null;
  readonly limit: number;
}

export function searchMessages(store: Store, input: SearchInput): { hits: SearchHit[]; hasMore: boolean } {
  const terms = parseQuery(input.text);
  if (terms.length === 0) return { hits: [], hasMore: false };
  const found = store.messages.search(terms, input.sessionId, input.before, input.limit + 1);
  const sessions = new Map<string, SessionRow | null>();
  const hits = found.slice(0, input.limit).flatMap((message): SearchHit[] => {
    let session = sessions.get(message.sessionId);
    if (session === undefined) {
      session = store.sessions.row(message.sessionId);
      sessions.set(message.sessionId, session);
    }
    if (session === null) return [];
    const inText = snippetOf(message.text, terms);
    const shown = inText.matches.length > 0 ? inText : snippetOf(message.file?.name ?? message.text, terms);
    return [{ session, message, ...shown }];
  });
  return { hits, hasMore: found.length > input.limit };
}
