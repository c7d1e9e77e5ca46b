import { describe, expect, it } from 'vitest';
import { bannerFor, type BannerFacts } from './banner.ts';

const facts = (state: BannerFacts['link']['state'], patch: Partial<BannerFacts> = {}): BannerFacts => ({
  link: { state, since: 10_000, error: null },
  outbox: { waiting: 0, failed: 0 },
  now: 60_000,
  ...patch,
});

describe('the link banner', () => {
  it('is silent while all is well', () => {
    expect(bannerFor(facts('live'))).toBeNull();
    expect(bannerFor(facts('live', { outbox: { waiting: 3, failed: 0 } }))).toBeNull();
  });
  it('offers to try at once when offline', () => {
    expect(bannerFor(facts('offline'))).toMatchObject({ what: 'offline', tone: 'warning', canRetry: true });
  });
  it('ignores a hiccup and tells of a longer one', () => {
    expect(bannerFor(facts('connecting', { now: 11_000 }))).toBeNull();
    expect(bannerFor(facts('connecting'))?.what).toBe('connecting');
    expect(bannerFor(facts('catchingUp', { now: 11_999 }))).toBeNull();
    expect(bannerFor(facts('catchingUp'))?.what).toBe('catchingUp');
  });
  it('asks somebody to act when refused, and when something could not be sent', () => {
    expect(bannerFor(facts('refused'))).toMatchObject({ what: 'refused', tone: 'danger', canRetry: false });
    expect(bannerFor(facts('live', { outbox: { waiting: 0, failed: 1 } }))?.what).toBe('outbox');
  });
});
