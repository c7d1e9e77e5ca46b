import { describe, expect, it } from 'vitest';
import { rowTime, timeLeft } from './time-format.ts';

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
