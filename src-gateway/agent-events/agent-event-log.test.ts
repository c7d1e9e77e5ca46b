import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Event } from '#shared/link/events.ts';
import { RETENTION } from '#shared/link/limits.ts';
import { ContactId } from '#shared/model/ids.ts';
import { ManualClock } from '../pabx/p-series/manual-clock.ts';
import { openStore, type Store } from '../store/store.ts';
import { createAgentEventLog } from './agent-event-log.ts';

const stores: Store[] = [];
afterEach(() => {
  for (const store of stores.splice(0)) store.dispose();
});

const start = (dir = mkdtempSync(path.join(tmpdir(), 'lynk-events-'))) => {
  const store = openStore(dir);
  stores.push(store);
  const clock = new ManualClock();
  return { dir, store, clock, log: createAgentEventLog(store, clock) };
};

/** An event with so many bytes of text. */
const event = (version: number, bytes = 0): Event => ({
  kind: 'contact.put',
  contact: {
    id: ContactId.parse('1'),
    version,
    name: '',
    company: '',
    email: '',
    remark: 'x'.repeat(bytes),
    numbers: [],
  },
});
const versionOf = (data: string): number =>
  (JSON.parse(data) as { contact: { version: number } }).contact.version;
const ALL = { events: 1000, bytes: 1e9 };

describe('an agent’s stream', () => {
  it('is numbered densely from 1, for each agent by itself, across restarts', () => {
    const { store, log, dir } = start();
    for (const extension of ['1001', '1002', '1001'])
      store.transaction(() => log.append(extension, event(1)));
    expect(log.read('1001', 0, ALL).map(({ seq }) => seq)).toEqual([1, 2]);
    expect(log.read('1002', 0, ALL).map(({ seq }) => seq)).toEqual([1]);
    const { epoch } = log.resume('1001', undefined);
    stores.splice(0);
    store.dispose();
    const again = start(dir);
    again.store.transaction(() => again.log.append('1001', event(1)));
    expect(again.log.read('1001', 1, ALL).map(({ seq }) => seq)).toEqual([2, 3]);
    expect(again.log.resume('1001', { epoch, seq: 2 })).toEqual({ resumed: true, epoch });
  });

  it('has no gap where a transaction failed', () => {
    const { store, log } = start();
    store.transaction(() => log.append('1001', event(1)));
    const failing = () =>
      store.transaction(() => {
        log.append('1001', event(2));
        throw new Error('no');
      });
    expect(failing).toThrow('no');
    store.transaction(() => log.append('1001', event(3)));
    const held = log.read('1001', 0, ALL).map(({ seq, data }) => [seq, versionOf(data)]);
    expect(held).toEqual([
      [1, 1],
      [2, 3],
    ]);
    expect(log.head('1001')).toBe(2);
  });

  it('is read in pages that keep to the number of events and to the bytes, and give at least one', () => {
    const { store, log } = start();
    store.transaction(() => {
      for (let n = 1; n <= 10; n++) log.append('1001', event(n, 1000));
    });
    const seqs = (after: number, events: number, bytes: number) =>
      log.read('1001', after, { events, bytes }).map(({ seq }) => seq);
    expect(seqs(0, 3, 1e6)).toEqual([1, 2, 3]);
    expect(seqs(3, 100, 2500)).toEqual([4, 5]);
    expect(seqs(5, 100, 10)).toEqual([6]);
    expect(seqs(9, 100, 1e6)).toEqual([10]);
    expect(seqs(10, 100, 1e6)).toEqual([]);
  });

  it('rings once after a commit, for those it is for, until they leave', () => {
    const { store, log } = start();
    const rung: string[] = [];
    const watch = log.watch('1001', () => rung.push('1001'));
    log.watch('1002', () => rung.push('1002'));
    store.transaction(() => {
      log.append('1001', event(1));
      log.append('1001', event(2));
      expect(rung).toEqual([]);
    });
    expect(rung).toEqual(['1001']);
    watch.dispose();
    store.transaction(() => log.append('1001', event(3)));
    expect(rung).toEqual(['1001']);
  });

  it('rings for what came after a transaction that failed', () => {
    const { store, log } = start();
    let rung = 0;
    log.watch('1001', () => rung++);
    const failing = () =>
      store.transaction(() => {
        log.append('1001', event(1));
        throw new Error('no');
      });
    expect(failing).toThrow('no');
    store.transaction(() => log.append('1001', event(2)));
    expect(rung).toBe(1);
  });

  it('is resumed from any cursor that it still holds, and otherwise says why not', () => {
    const { store, log, clock } = start();
    const { epoch } = log.resume('1001', undefined);
    const resumed = (seq: number, of = epoch) => {
      const told = log.resume('1001', { epoch: of, seq });
      return told.resumed ? 'resumed' : told.reason;
    };
    expect(log.resume('1001', undefined)).toMatchObject({ resumed: false, reason: 'firstTime' });
    expect(resumed(0)).toBe('resumed');
    store.transaction(() => log.append('1001', event(1)));
    clock.advance(RETENTION.ms + 1);
    store.transaction(() => log.append('1001', event(2)));
    expect([resumed(0), resumed(2), resumed(3), resumed(1, 'other')]).toEqual([
      'resumed',
      'resumed',
      'ahead',
      'epochChanged',
    ]);
    expect(log.prune(['1001'])).toBe(1);
    // Who has the event that went needs nothing that is lost.
    expect([resumed(0), resumed(1), resumed(2)]).toEqual(['tooOld', 'resumed', 'resumed']);
    clock.advance(RETENTION.ms + 1);
    expect(log.prune(['1001', 'nobody'])).toBe(1);
    expect([resumed(1), resumed(2), log.head('1001')]).toEqual(['tooOld', 'resumed', 2]);
    expect(log.prune(['1001'])).toBe(0);
  });

  it('keeps the newest events alone when there are too many of them', () => {
    const { store, log, clock } = start();
    store.transaction(() => {
      for (let n = 1; n <= 10; n++) log.append('1001', event(n));
    });
    expect(store.transaction(() => store.streams.prune('1001', clock.now() - 1, 4))).toBe(6);
    expect(log.read('1001', 0, ALL).map(({ seq }) => seq)).toEqual([7, 8, 9, 10]);
  });
});
