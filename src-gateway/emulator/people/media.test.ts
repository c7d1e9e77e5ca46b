import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { Random } from '../model/random.ts';
import { FILE_KINDS, makeFile } from './media.ts';

describe('files that people send', () => {
  it('are pictures that can be decoded', () => {
    const { bytes, mimeType } = makeFile('picture', new Random(1));
    const file = Buffer.from(bytes);
    expect(mimeType).toBe('image/png');
    expect([file.readUInt32BE(16), file.readUInt32BE(20)]).toEqual([240, 160]);
    const size = file.readUInt32BE(33);
    expect(file.toString('latin1', 37, 41)).toBe('IDAT');
    expect(inflateSync(file.subarray(41, 41 + size))).toHaveLength(160 * (1 + 240 * 3));
  });

  it('are voice notes of one to three seconds', () => {
    const file = Buffer.from(makeFile('voice', new Random(2)).bytes);
    expect(file.toString('latin1', 0, 4) + file.toString('latin1', 8, 16)).toBe('RIFFWAVEfmt ');
    expect(file.readUInt32LE(4)).toBe(file.length - 8);
    const seconds = file.readUInt32LE(40) / 16_000;
    expect(seconds).toBeGreaterThanOrEqual(1);
    expect(seconds).toBeLessThanOrEqual(3);
  });

  it('are documents whose table of contents is right', () => {
    const file = Buffer.from(makeFile('pdf', new Random(3)).bytes).toString('latin1');
    expect(file).toMatch(/^%PDF-1\.4/u);
    const start = Number(/startxref\n(\d+)/u.exec(file)?.[1]);
    expect(file.slice(start, start + 4)).toBe('xref');
    const offsets = [...file.slice(start).matchAll(/(\d{10}) 00000 n/gu)].map((match) => Number(match[1]));
    expect(offsets.map((offset) => file.slice(offset, offset + 7))).toEqual(
      [1, 2, 3, 4, 5].map((number) => `${number} 0 obj`),
    );
  });

  it('are films with all their pictures', () => {
    const file = Buffer.from(makeFile('video', new Random(4)).bytes);
    expect(file.readUInt32LE(4)).toBe(file.length - 8);
    expect(file.toString('latin1').split('00db')).toHaveLength(11);
  });

  it('are the same for the same seed and differ for others', () => {
    for (const kind of FILE_KINDS) {
      const make = (seed: number): string =>
        Buffer.from(makeFile(kind, new Random(seed)).bytes).toString('hex');
      expect(make(5)).toBe(make(5));
      expect(make(5)).not.toBe(make(6));
    }
  });
});
