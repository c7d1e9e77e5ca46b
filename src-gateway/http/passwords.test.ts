import { describe, expect, it } from 'vitest';
import { hashPassword, hashToken, isPassword, newToken } from './passwords.ts';

describe('secrets', () => {
  it('are recognised by their hash, which is another each time and does not show them', async () => {
    const [first, second] = [await hashPassword('correct horse'), await hashPassword('correct horse')];
    expect(first).not.toBe(second);
    expect(first).not.toContain('correct horse');
    expect(await isPassword('correct horse', first)).toBe(true);
    expect(await isPassword('Correct horse', first)).toBe(false);
    expect(await isPassword('', first)).toBe(false);
  });

  it('are never right for nobody, for an agent without password, or against a damaged hash', async () => {
    for (const held of [undefined, null, '', 'scrypt', 'scrypt$x$y']) {
      expect(await isPassword('correct horse', held)).toBe(false);
    }
  });

  it('tokens cannot be guessed, and are kept as hashes', () => {
    const tokens = Array.from({ length: 100 }, newToken);
    expect(new Set(tokens).size).toBe(100);
    for (const token of tokens) expect(token).toMatch(/^[\w-]{32,}$/u);
    expect(hashToken(tokens[0]!)).not.toContain(tokens[0]);
    expect(hashToken(tokens[0]!)).toBe(hashToken(tokens[0]!));
  });
});
