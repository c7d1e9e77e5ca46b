import { describe, expect, it } from 'vitest';
import { fileSize } from './file-size.ts';

describe('size of a file', () => {
  it('is told in the unit and the language of the reader', () => {
    expect(fileSize(0, 'en')).toBe('0 bytes');
    expect(fileSize(999, 'pt-BR')).toBe('999 bytes');
    expect(fileSize(1440, 'pt-BR')).toBe('1,4 kB');
    expect(fileSize(2_340_000, 'en')).toBe('2.3 MB');
    expect(fileSize(98_700_000, 'es')).toBe('99 MB');
  });
});
