import { describe, expect, it } from 'vitest';
import { countdown } from './reply-window.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('reply-window countdown', () => {
  it('tells hours and minutes, rounded down', () => {
    expect(countdown(23 * HOUR + 59 * MINUTE + 59_999, 0)).toMatchObject({
      hours: 23,
      minutes: 59,
      urgency: 'calm',
    });
  });

  it('warns under two hours, and again under a quarter of an hour', () => {
    expect(countdown(2 * HOUR, 0).urgency).toBe('calm');
    expect(countdown(2 * HOUR - 1, 0).urgency).toBe('soon');
    expect(countdown(15 * MINUTE - 1, 0).urgency).toBe('critical');
  });

  it('is over at the very end', () => {
    expect(countdown(1000, 1000)).toEqual({ urgency: 'over', hours: 0, minutes: 0 });
  });
});
