// Splits what people write into plain text and links. The result is data, never markup: the thread renders it as
// text nodes. Only http, https, mailto and tel ever become links; everything else stays the text it is.

export type TextPart =
  | { readonly kind: 'text'; readonly text: string }
  /** `url` is absolute and of an allowed scheme; `text` is exactly what was written. */
  | { readonly kind: 'link'; readonly text: string; readonly url: string };

const SCHEMES: ReadonlySet<string> = new Set(['http:', 'https:', 'mailto:', 'tel:']);
/** The shell refuses longer ones. */
const MAX_URL_LENGTH = 2048;

const CANDIDATE =
  /(?<url>\bhttps?:\/\/[^\s<>"“”«»]+|\bwww\.[^\s<>"“”«»]+)|(?<scheme>\b(?:mailto|tel):[^\s<>"“”«»]+)|(?<email>\b[\w.%+-]{1,64}@(?:[a-z0-9-]{1,63}\.)+[a-z]{2,24}\b)/giu;

const CLOSERS: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

const count = (text: string, character: string) => text.split(character).length - 1;

/** Drops punctuation that ends the sentence and not the link; a bracket stays when it was opened inside. */
function withoutTrailingPunctuation(candidate: string): string {
  let end = candidate.length;
  while (end > 0) {
    const last = candidate[end - 1] ?? '';
    const opener = CLOSERS[last];
    const head = candidate.slice(0, end);
    const isStray = opener !== undefined && count(head, last) > count(head, opener);
    if (!isStray && !/[.,;:!?'’*_~…]/u.test(last)) break;
    end -= 1;
  }
  return candidate.slice(0, end);
}

/** The absolute address of an allowed link, or null. Also used for what else claims to be a link. */
export function safeUrl(candidate: string): string | null {
  let url: URL;
  try {
    url = new URL(candidate);
  } catch {
    return null;
  }
  if (!SCHEMES.has(url.protocol) || url.href.length > MAX_URL_LENGTH) return null;
  // `https://bank.example@evil.example`: a name before the host only ever misleads.
  if (url.username !== '' || url.password !== '') return null;
  return url.href;
}

/** The parts of `text` in order; joined together their texts are `text` again. */
export function linkify(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let done = 0;
  for (const match of text.matchAll(CANDIDATE)) {
    if (match[0].length > MAX_URL_LENGTH) continue;
    const written = withoutTrailingPunctuation(match[0]);
    const isEmail = match.groups?.['email'] !== undefined;
    const url = safeUrl(
      isEmail ? `mailto:${written}` : /^www\./iu.test(written) ? `https://${written}` : written,
    );
    if (url === null) continue;
    if (match.index > done) parts.push({ kind: 'text', text: text.slice(done, match.index) });
    parts.push({ kind: 'link', text: written, url });
    done = match.index + written.length;
  }
  if (done < text.length) parts.push({ kind: 'text', text: text.slice(done) });
  return parts;
}
