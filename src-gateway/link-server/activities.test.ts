import { describe, expect, it } from 'vitest';
import { ManualClock } from '../pabx/p-series/manual-clock.ts';
import { createActivities } from './activities.ts';

const start = () => {
  const clock = new ManualClock();
  const told: { to: string; kind: string; until: number }[] = [];
  const activities = createActivities({
    clock,
    viewers: (sessionId) => (sessionId === 's1' ? ['1001', '1002', '1003'] : []),
    nameOf: (extension) => `Agent ${extension}`,
    deliver: (to, { kind, untilAt }) => told.push({ to, kind, until: untilAt - clock.now() }),
  });
  return { clock, told, activities };
};

describe('activities', () => {
  it('reach the others who see the session, and run out', () => {
    const { told, activities } = start();
    activities.told('1001', 's1', 'typing');
    expect(told).toEqual([
      { to: '1002', kind: 'typing', until: 8000 },
      { to: '1003', kind: 'typing', until: 8000 },
    ]);
    activities.told('1001', 's1', 'none');
    expect(told.slice(2).map(({ until }) => until)).toEqual([0, 0]);
  });

  it('of somebody who does not see the session reach nobody', () => {
    const { told, activities } = start();
    activities.told('1009', 's1', 'typing');
    activities.told('1001', 'unknown', 'typing');
    expect(told).toEqual([]);
  });

  it('told without end are dropped, each agent’s own, until there is room again', () => {
    const { clock, told, activities } = start();
    for (let n = 0; n < 100; n++) activities.told('1001', 's1', 'typing');
    expect(told).toHaveLength(40 * 2);
    activities.told('1002', 's1', 'viewing');
    expect(told).toHaveLength(41 * 2);
    clock.advance(10_001);
    activities.told('1001', 's1', 'typing');
    expect(told).toHaveLength(42 * 2);
  });
});
