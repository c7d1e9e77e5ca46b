// How a text becomes SMS segments (3GPP TS 23.038 and 23.040): GSM-7 where every character is in its alphabet,
// UCS-2 otherwise. Several segments carry a header, so each holds less; a character that takes two units is
// never cut in half, which can leave a unit of a segment unused.

export interface SmsSegments {
  readonly encoding: 'gsm7' | 'ucs2';
  /** How many messages the provider bills; 0 for an empty text. */
  readonly segments: number;
  /** Units still free in the last segment (septets in GSM-7, UTF-16 units in UCS-2). */
  readonly left: number;
}

const BASIC = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?' +
    '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
/** Reached through an escape: two septets each. */
const EXTENSION = new Set('\f^{}\\[~]|€');

const CAPACITY = { gsm7: { single: 160, part: 153 }, ucs2: { single: 70, part: 67 } } as const;

const gsm7Cost = (character: string) => (EXTENSION.has(character) ? 2 : BASIC.has(character) ? 1 : null);

/** Counts the segments of `text` as a provider without national shift tables would. */
export function smsSegments(text: string): SmsSegments {
  const characters = Array.from(text);
  const septets = characters.map(gsm7Cost);
  const isGsm7 = septets.every((cost) => cost !== null);
  const encoding = isGsm7 ? 'gsm7' : 'ucs2';
  const costs = isGsm7 ? septets : characters.map((character) => character.length);
  const { single, part } = CAPACITY[encoding];
  const total = costs.reduce((sum, cost) => sum + cost, 0);
  if (total === 0) return { encoding, segments: 0, left: single };
  if (total <= single) return { encoding, segments: 1, left: single - total };

  let segments = 1;
  let used = 0;
  for (const cost of costs) {
    if (used + cost > part) {
      segments += 1;
      used = 0;
    }
    used += cost;
  }
  return { encoding, segments, left: part - used };
}
