import { describe, expect, it } from 'vitest';
import { ManualClock } from '../pabx/p-series/manual-clock.ts';
import { createRateLimit } from './rate-limit.ts';

describe('the rate limit', () => {
  it('lets so many through within any window, and says how long until there is room', () => {
    const clock = new ManualClock();
    const limit = createRateLimit(clock, 3, 10_000);
    expect(limit.take('1001')).toBe(0);
    clock.advance(4000);
    expect([limit.take('1001'), limit.take('1001')]).toEqual([0, 0]);
    expect(limit.take('1001')).toBe(6000);
    clock.advance(5999);
    expect(limit.take('1001')).toBe(1);
    clock.advance(1);
    expect(limit.take('1001')).toBe(0);
    // The two of second 4 still count: the window slides.
    expect(limit.take('1001')).toBe(4000);
  });

  it('is each agent’s own, and what was refused takes no room', () => {
    const clock = new ManualClock();
    const limit = createRateLimit(clock, 1, 1000);
    expect([limit.take('1001'), limit.take('1002')]).toEqual([0, 0]);
    for (let n = 0; n < 10; n++) expect(limit.take('1001')).toBe(1000);
    clock.advance(1000);
    expect(limit.take('1001')).toBe(0);
  });
});
