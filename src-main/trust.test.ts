import { expect, it } from 'vitest';
import { isGranted, isOurs, isTrusted } from './trust.ts';

it.each(['app://lynk', 'app://lynk/', 'app://lynk/index.html?x#y'])('knows its own page %s', (url) =>
  expect(isOurs(url)).toBe(true),
);

it.each([
  'app://lynk.evil/',
  'app://lynkx',
  'https://lynk/',
  'file:///lynk',
  'about:blank',
  '',
  'http://app://lynk/',
])('does not take %s for its own', (url) => {
  expect(isOurs(url)).toBe(false);
  expect(isTrusted({ url, parent: null })).toBe(false);
  expect(isGranted('notifications', url)).toBe(false);
});

it('trusts the top frame only', () => {
  const top = { url: 'app://lynk/', parent: null };
  expect(isTrusted(top)).toBe(true);
  // Any frame will do as a parent; only its being there counts.
  expect(isTrusted({ url: 'app://lynk/', parent: top as never })).toBe(false);
  expect(isTrusted(null)).toBe(false);
});

it('grants our page notifications and copying, and nothing else', () => {
  expect(isGranted('notifications', 'app://lynk/')).toBe(true);
  expect(isGranted('clipboard-sanitized-write', 'app://lynk')).toBe(true);
  for (const permission of ['media', 'geolocation', 'clipboard-read', 'openExternal', 'midi', 'fullscreen']) {
    expect(isGranted(permission, 'app://lynk/')).toBe(false);
  }
});
