// How long a text may be before it is refused, per channel. Only limits that are certain lock the button:
// SMS lengths depend on the provider (see the segment counter), web chat knows none.
import type { ChannelKind } from '#shared/model/directory.ts';
import { MAX_TEXT_BYTES } from '#shared/model/message.ts';

/** Characters a channel takes in one message; null where only the link's own limit counts. */
const MAX_CHARACTERS = {
  sms: null,
  whatsapp: 4096,
  facebook: 2000,
  livechat: null,
} as const satisfies Record<ChannelKind, number | null>;

/** From this many left on, the composer says how many. */
const WARN_BELOW = 200;

const encoder = new TextEncoder();

export interface TextRoom {
  readonly isTooLong: boolean;
  /** Characters left, told only when few are (negative: too many); null otherwise. */
  readonly charactersLeft: number | null;
}

/** Whether `text` fits a message of `channel`, and how much room is left when that begins to matter. */
export function textRoom(text: string, channel: ChannelKind): TextRoom {
  const max = MAX_CHARACTERS[channel];
  if (max !== null) {
    const left = max - text.length;
    return { isTooLong: left < 0, charactersLeft: left < WARN_BELOW ? left : null };
  }
  // A UTF-16 unit is at most three bytes: short texts need no counting.
  if (text.length * 3 <= MAX_TEXT_BYTES) return { isTooLong: false, charactersLeft: null };
  const left = MAX_TEXT_BYTES - encoder.encode(text).byteLength;
  return { isTooLong: left < 0, charactersLeft: left < WARN_BELOW ? left : null };
}
