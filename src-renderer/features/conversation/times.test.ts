import { describe, expect, it } from 'vitest';
import { dayName, duration } from './times.ts';

const noon = (day: number, month = 10, year = 2026) => new Date(year, month, day, 12).getTime();

describe('times in a thread', () => {
  it('names today and yesterday by the calendar, not by 24 hours', () => {
    const now = new Date(2026, 10, 23, 0, 10).getTime();
    expect(dayName(now - 20 * 60_000, now, 'pt-BR')).toBe('Ontem');
    expect(dayName(now, now, 'en')).toBe('Today');
    expect(dayName(now - 20 * 60_000, now, 'es')).toBe('Ayer');
  });

  it('names other days with the weekday, and old ones with the year', () => {
    expect(dayName(noon(16), noon(23), 'pt-BR')).toBe('Segunda-feira, 16 de novembro');
    expect(dayName(noon(16, 1), noon(23), 'en')).toBe('February 16, 2026');
  });

  it('counts one day over a change of the clocks', () => {
    const night = new Date(2026, 9, 24, 12).getTime();
    expect(dayName(night, new Date(2026, 9, 25, 12).getTime(), 'en')).toBe('Yesterday');
  });

  it('tells the length of a call', () => {
    expect([duration(7000), duration(187_000), duration(3_729_000)]).toEqual(['0:07', '3:07', '1:02:09']);
  });
});
