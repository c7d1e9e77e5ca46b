import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createAgentEventLog } from '../agent-events/agent-event-log.ts';
import { createAnnouncer } from '../agent-events/announcer.ts';
import { ManualClock } from '../pabx/p-series/manual-clock.ts';
import { openStore, type Store } from '../store/store.ts';
import { createAgentNews } from './agent-news.ts';
import { loadDirectory } from './directory.ts';

const stores: Store[] = [];
afterEach(() => {
  for (const store of stores.splice(0)) store.dispose();
});

/** `count` agents, all of whom use Lynk, in a folder that may be opened again. */
function office(count: number, folder = mkdtempSync(path.join(tmpdir(), 'lynk-agent-news-'))) {
  const store = openStore(folder);
  stores.push(store);
  const clock = new ManualClock();
  const directory = loadDirectory(store);
  const numbers = Array.from({ length: count }, (_, index) => String(1001 + index));
  const blank = { presence: 'available', presenceAtPabx: 'available', isOnlineAtPabx: false } as const;
  for (const [id, number] of numbers.entries()) {
    store.accounts.ensure(number, 0);
    if (directory.get('agent', number)) continue;
    directory.put('agent', number, { ...blank, id, number, name: `Agent ${number}` });
  }
  const here = new Set<string>();
  const events = createAgentEventLog(store, clock);
  const announcer = createAnnouncer(store, events, directory);
  const isInLynk = (extension: string) => here.has(extension);
  const news = createAgentNews({ store, directory, announcer, isInLynk, clock });
  const heard = () => numbers.reduce((sum, number) => sum + events.head(number), 0);
  const change = (presence: 'away' | 'available') => {
    const known = directory.get('agent', '1001')!;
    directory.put('agent', '1001', { ...known.value, presence });
    news.changed('1001');
  };
  return { folder, store, clock, numbers, here, events, news, heard, change };
}

describe('news of agents', () => {
  it('are told at once when it is quiet, then once a second, and never when nothing differs', () => {
    const { clock, events, news, change } = office(3);
    news.reviewAll();
    expect(events.head('1002')).toBe(3);
    clock.advance(1000);
    change('away');
    expect(events.head('1002')).toBe(4);
    for (let times = 0; times < 5; times++) {
      change('available');
      change('away');
    }
    change('available');
    expect(events.head('1002')).toBe(4);
    clock.advance(1000);
    expect(events.head('1002')).toBe(5);
    change('available');
    clock.advance(5000);
    expect(events.head('1002')).toBe(5);
    const [newest] = events.read('1002', 4, { events: 1, bytes: 1000 });
    expect(JSON.parse(newest!.data)).toMatchObject({ kind: 'agent.put', agent: { presence: 'available' } });
  });

  it('of 200 agents who sign in together make no burst: some of them each second, until all are told', () => {
    const { clock, numbers, here, news, heard } = office(200);
    let before = 0;
    for (const number of numbers) {
      here.add(number);
      news.changed(number);
    }
    for (let second = 0; second < 10; second++) {
      expect(heard() - before).toBeLessThanOrEqual(5000);
      before = heard();
      clock.advance(1000);
    }
    expect(heard()).toBe(200 * 200);
  });

  it('are after a restart only what could not be told before it', () => {
    const before = office(3);
    for (const number of before.numbers) before.here.add(number);
    before.news.reviewAll();
    before.change('away');
    before.news.dispose();
    before.store.dispose();

    const after = office(3, before.folder);
    expect(after.news.lastInLynk()).toEqual(after.numbers);
    for (const number of after.numbers) after.here.add(number);
    after.news.reviewAll();
    // Three agents heard of three, and now of the one who went away.
    expect(after.heard()).toBe(3 * 3 + 3);
  });
});
