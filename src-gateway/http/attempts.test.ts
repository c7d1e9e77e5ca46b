import { describe, expect, it } from 'vitest';
import { ManualClock } from '../pabx/p-series/manual-clock.ts';
import { createAttempts } from './attempts.ts';

const start = () => {
  const clock = new ManualClock();
  return { clock, attempts: createAttempts(clock) };
};

describe('sign-in attempts', () => {
  it('are free five times, then cost twice as long each, up to a quarter of an hour', () => {
    const { clock, attempts } = start();
    const keys = ['agent 1001', 'address a'];
    for (let n = 0; n < 5; n++) expect(attempts.begin(keys)).toBe(0);
    const waits: number[] = [];
    for (let n = 0; n < 12; n++) {
      const wait = attempts.begin(keys);
      waits.push(wait);
      // A moment too early is refused and makes nothing worse.
      clock.advance(wait - 1);
      expect(attempts.begin(keys)).toBe(1);
      clock.advance(1);
      expect(attempts.begin(keys)).toBe(0);
    }
    expect(waits.slice(0, 4)).toEqual([2000, 4000, 8000, 16_000]);
    expect(waits.at(-1)).toBe(15 * 60 * 1000);
  });

  it('count at once, so that many at the same instant gain nothing', () => {
    const { attempts } = start();
    const begun = Array.from({ length: 100 }, () => attempts.begin(['agent 1001']));
    expect(begun.filter((wait) => wait === 0)).toHaveLength(5);
  });

  it('are counted by account and by address: changing one of the two is no way around', () => {
    const { attempts } = start();
    for (let n = 0; n < 5; n++) attempts.begin(['agent 1001', `address ${n}`]);
    expect(attempts.begin(['agent 1001', 'address new'])).toBeGreaterThan(0);
    for (let n = 0; n < 5; n++) attempts.begin([`agent ${n}`, 'address a']);
    expect(attempts.begin(['agent new', 'address a'])).toBeGreaterThan(0);
    expect(attempts.begin(['agent new', 'address new'])).toBe(0);
  });

  it('start afresh after the right password', () => {
    const { attempts } = start();
    const keys = ['agent 1001'];
    for (let n = 0; n < 4; n++) attempts.begin(keys);
    attempts.succeeded(keys);
    for (let n = 0; n < 5; n++) expect(attempts.begin(keys)).toBe(0);
    expect(attempts.begin(keys)).toBeGreaterThan(0);
  });

  it('do not fill the memory, and forget the oldest first', () => {
    const { attempts } = start();
    for (let n = 0; n < 5; n++) attempts.begin(['agent old']);
    for (let n = 0; n < 10_000; n++) attempts.begin([`agent ${n}`]);
    expect(attempts.begin(['agent old'])).toBe(0);
  });
});
