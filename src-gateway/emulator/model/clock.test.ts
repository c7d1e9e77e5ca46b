import { describe, expect, it } from 'vitest';
import { VirtualClock } from './clock.ts';

const START = 1_000_000;

describe('the virtual clock', () => {
  it('stands still at speed 0 until it is moved', () => {
    const clock = new VirtualClock(START, 0);
    const done: string[] = [];
    clock.after(100, () => done.push('later'));
    expect(clock.now()).toBe(START);
    clock.advance(99);
    expect(done).toEqual([]);
    clock.advance(1);
    expect(done).toEqual(['later']);
  });

  it('does what falls due on the way in order, each at its own time', () => {
    const clock = new VirtualClock(START, 0);
    const seen: [string, number][] = [];
    const note = (name: string) => () => seen.push([name, clock.now() - START]);
    clock.after(50, note('b'));
    clock.after(20, () => {
      note('a')();
      clock.after(10, note('made on the way'));
    });
    clock.after(50, note('c'));
    clock.advance(1000);
    expect(seen).toEqual([
      ['a', 20],
      ['made on the way', 30],
      ['b', 50],
      ['c', 50],
    ]);
    expect(clock.now()).toBe(START + 1000);
  });

  it('leaves out what was called off', () => {
    const clock = new VirtualClock(START, 0);
    const done: number[] = [];
    const round = clock.every(10, () => done.push(clock.now() - START));
    clock.advance(25);
    round.dispose();
    clock.advance(100);
    expect(done).toEqual([10, 20]);
  });

  it('lives by itself, as many times faster as asked', async () => {
    const clock = new VirtualClock(START, 1000);
    await new Promise<void>((resolve) => void clock.after(20_000, resolve));
    expect(clock.now()).toBeGreaterThanOrEqual(START + 20_000);
    clock.dispose();
  });
});
