/** A piece of a snippet; `isMatch` marks what was looked for. */
export interface SnippetPart {
  readonly text: string;
  readonly isMatch: boolean;
}

/**
 * A snippet cut at its matches ([start, end) in UTF-16 units). Ranges that overlap, stand out of order or lie outside
 * of the text are joined or clipped, so that the parts always spell the snippet.
 */
export function snippetParts(
  snippet: string,
  matches: readonly (readonly [number, number])[],
): SnippetPart[] {
  const parts: SnippetPart[] = [];
  let position = 0;
  for (const [start, end] of matches.toSorted((a, b) => a[0] - b[0])) {
    const from = Math.max(position, start);
    const to = Math.min(snippet.length, end);
    if (to <= from) continue;
    if (from > position) parts.push({ text: snippet.slice(position, from), isMatch: false });
    parts.push({ text: snippet.slice(from, to), isMatch: true });
    position = to;
  }
  if (position < snippet.length) parts.push({ text: snippet.slice(position), isMatch: false });
  return parts;
}
