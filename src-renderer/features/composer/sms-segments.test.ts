import { describe, expect, it } from 'vitest';
import { smsSegments } from './sms-segments.ts';

describe('SMS segments', () => {
  it('counts nothing for an empty text and shows a whole free segment', () => {
    expect(smsSegments('')).toEqual({ encoding: 'gsm7', segments: 0, left: 160 });
  });

  it('fits 160 GSM-7 characters into one segment and needs two from 161 on', () => {
    expect(smsSegments('a'.repeat(160))).toEqual({ encoding: 'gsm7', segments: 1, left: 0 });
    expect(smsSegments('a'.repeat(161))).toEqual({ encoding: 'gsm7', segments: 2, left: 2 * 153 - 161 });
    expect(smsSegments('a'.repeat(306)).segments).toBe(2);
    expect(smsSegments('a'.repeat(307)).segments).toBe(3);
  });

  it('switches to UCS-2 for one character outside GSM-7: 70, then 67 per segment', () => {
    expect(smsSegments('não')).toMatchObject({ encoding: 'ucs2' });
    expect(smsSegments('ã'.repeat(70))).toEqual({ encoding: 'ucs2', segments: 1, left: 0 });
    expect(smsSegments('ã'.repeat(71))).toEqual({ encoding: 'ucs2', segments: 2, left: 2 * 67 - 71 });
    expect(smsSegments('ã'.repeat(135)).segments).toBe(3);
  });

  it('keeps Spanish letters of the GSM alphabet in GSM-7 and counts á, í, ó, ú as UCS-2', () => {
    expect(smsSegments('¿Mañana, señorita Ñandú?'.replace('ú', 'ù'))).toMatchObject({ encoding: 'gsm7' });
    expect(smsSegments('¿Mañana a las 8, José?')).toMatchObject({ encoding: 'gsm7' });
    expect(smsSegments('Buenos días')).toMatchObject({ encoding: 'ucs2' });
  });

  it('takes two septets for a character of the extension table', () => {
    expect(smsSegments('€'.repeat(80))).toEqual({ encoding: 'gsm7', segments: 1, left: 0 });
    expect(smsSegments('€'.repeat(81)).segments).toBe(2);
  });

  it('never cuts an escaped character in half at the end of a segment', () => {
    // 152 + € leaves one septet of the first segment unused: 152 | € + 152 = 154 > 153, so three segments.
    expect(smsSegments('a'.repeat(152) + '€' + 'a'.repeat(152)).segments).toBe(3);
    expect(smsSegments('a'.repeat(151) + '€' + 'a'.repeat(153)).segments).toBe(2);
  });

  it('never cuts an emoji in half and counts it as two units', () => {
    expect(smsSegments('😀'.repeat(35))).toEqual({ encoding: 'ucs2', segments: 1, left: 0 });
    // Each segment of 67 holds 33 emoji and one unused unit.
    expect(smsSegments('😀'.repeat(66)).segments).toBe(2);
    expect(smsSegments('😀'.repeat(67)).segments).toBe(3);
  });
});
