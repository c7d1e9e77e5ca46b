import { describe, expect, it } from 'vitest';
import { dayName, duration, rowTime, timeLeft, timeOfDay } from './time-format.ts';

const now = new Date(2026, 10, 23, 14, 5).getTime();

describe('rowTime', () => {
  it('shows the hour for today', () => {
    expect(rowTime(new Date(2026, 10, 23, 0, 1).getTime(), now, 'pt-BR', 'Ontem')).toBe('00:01');
  });
  it('says yesterday for the day before, however few hours ago', () => {
    const justAfterMidnight = new Date(2026, 10, 23, 0, 5).getTime();
    expect(rowTime(new Date(2026, 10, 22, 23, 59).getTime(), justAfterMidnight, 'pt-BR', 'Ontem')).toBe(
      'Ontem',
    );
  });
  it('names the weekday within a week and the date beyond it', () => {
    expect(rowTime(new Date(2026, 10, 19, 9, 0).getTime(), now, 'es', 'Ayer')).toBe('jue');
    expect(rowTime(new Date(2026, 10, 16, 9, 0).getTime(), now, 'pt-BR', 'Ontem')).toBe('16/11/26');
  });
  it('treats a time ahead of a slow clock as today', () => {
    expect(rowTime(now + 60_000, now, 'pt-BR', 'Ontem')).toBe('14:06');
  });
});

describe('timeLeft', () => {
  it('counts hours down to one and then minutes', () => {
    expect(timeLeft(23 * 3_600_000 + 59 * 60_000, 'pt-BR')).toBe('23 h');
    expect(timeLeft(59 * 60_000, 'pt-BR')).toBe('59 min');
    expect(timeLeft(20_000, 'en')).toBe('1 min');
  });
});

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

  it('shows the same hour as the list does', () => {
    expect(timeOfDay(now, 'en')).toBe(rowTime(now, now, 'en', 'Yesterday'));
  });

  it('tells the length of a call', () => {
    expect([duration(7000), duration(187_000), duration(3_729_000)]).toEqual(['0:07', '3:07', '1:02:09']);
  });
});
