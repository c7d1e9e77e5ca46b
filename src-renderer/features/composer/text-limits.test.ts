import { describe, expect, it } from 'vitest';
import { MAX_TEXT_BYTES } from '#shared/model/message.ts';
import { textRoom } from './text-limits.ts';

describe('room for a text', () => {
  it('says nothing about characters while there are plenty left', () => {
    expect(textRoom('oi', 'whatsapp')).toEqual({ isTooLong: false, charactersLeft: null });
  });

  it('counts down near the end and refuses one character too many', () => {
    expect(textRoom('a'.repeat(4000), 'whatsapp')).toEqual({ isTooLong: false, charactersLeft: 96 });
    expect(textRoom('a'.repeat(4096), 'whatsapp')).toEqual({ isTooLong: false, charactersLeft: 0 });
    expect(textRoom('a'.repeat(4097), 'whatsapp')).toEqual({ isTooLong: true, charactersLeft: -1 });
    expect(textRoom('a'.repeat(2001), 'facebook').isTooLong).toBe(true);
  });

  it('holds SMS and web chat to the bytes of the link only', () => {
    expect(textRoom('a'.repeat(5000), 'sms')).toEqual({ isTooLong: false, charactersLeft: null });
    expect(textRoom('ã'.repeat(MAX_TEXT_BYTES / 2), 'livechat').isTooLong).toBe(false);
    expect(textRoom('ã'.repeat(MAX_TEXT_BYTES / 2 + 1), 'livechat').isTooLong).toBe(true);
  });
});
