import { describe, expect, it } from 'vitest';
import { isLoopback, isLoopbackHost, isOwnOrigin } from './origin.ts';

describe('whose page a request comes from', () => {
  it.each([
    [{ host: 'lynk.example' }, true],
    [{ host: 'lynk.example', origin: 'https://lynk.example' }, true],
    [
      { host: 'lynk.example:4790', origin: 'http://lynk.example:4790', 'sec-fetch-site': 'same-origin' },
      true,
    ],
    [{ host: 'lynk.example', origin: 'app://lynk' }, true],
    [{ host: 'lynk.example', origin: 'app://lynk', 'sec-fetch-site': 'cross-site' }, true],
    [{ host: 'lynk.example', origin: 'https://lynk.example.evil.example' }, false],
    [{ host: 'lynk.example:4790', origin: 'https://lynk.example' }, false],
    [{ host: 'lynk.example', origin: 'null' }, false],
    [{ host: 'lynk.example', origin: '' }, false],
    [{ host: 'lynk.example', origin: 'https://lynk.example', 'sec-fetch-site': 'cross-site' }, false],
    [{ host: 'lynk.example', 'sec-fetch-site': 'same-site' }, false],
    [{ host: 'lynk.example', origin: 'application://lynk' }, false],
  ])('%o: %s', (headers, isOwn) => {
    expect(isOwnOrigin(headers)).toBe(isOwn);
  });

  it('knows the names of this computer, and that a foreign name for it is none', () => {
    for (const host of ['127.0.0.1:80', 'localhost', '[::1]:4790'])
      expect(isLoopbackHost({ host })).toBe(true);
    for (const host of ['127.0.0.1.evil.example', 'evil.example:80', 'localhost.evil.example', '']) {
      expect(isLoopbackHost({ host })).toBe(false);
    }
    expect(isLoopbackHost({})).toBe(false);
    expect(['127.0.0.1', '::1', '0.0.0.0', '10.0.0.1'].map(isLoopback)).toEqual([true, true, false, false]);
  });
});
