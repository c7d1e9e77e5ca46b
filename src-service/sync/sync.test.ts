// The road down over a whole service: resuming, snapshots, strange events, history, calls for attention.
import { call } from '@orpc/server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SessionId } from '#shared/model/ids.ts';
import { AgentWorld } from '#tests/support/agent-world.ts';
import { aMessage, aSession, COLLEAGUE, ME, NINE } from '#tests/support/entities.ts';
import { startFixture, type Fixture } from '#tests/support/service-fixture.ts';
import { SQLITE_WASM } from '#tests/support/sql-drivers.ts';

const ONE = '1' as SessionId;
const list = { list: 'recent', filter: {}, text: '', before: null, limit: 50 } as const;

describe('sync', () => {
  let fixture: Fixture;
  beforeEach(async () => {
    fixture = await startFixture({
      driver: SQLITE_WASM,
      prepare: (gateway) => {
        gateway.onCommand = () => ({ result: { messages: [], hasMore: false } });
      },
    });
    fixture.forget();
  });
  afterEach(() => fixture.stop());

  const rows = async () => (await call(fixture.service.router.sessions.page, list)).rows;
  const later = (ms = 1000) => fixture.clock.advance(ms);
  const resumes = () => fixture.gateway.identified.map(({ resume }) => resume);

  it('resumes from the last event that it holds', async () => {
    fixture.gateway.append({ kind: 'session.put', session: aSession() });
    await later();
    fixture.gateway.cut();
    fixture.gateway.append({ kind: 'session.put', session: aSession({ version: 2, contactName: 'Nova' }) });
    await later();
    expect(resumes()).toEqual([undefined, { epoch: 'e1', seq: 1 }]);
    expect(await rows()).toMatchObject([{ contactName: 'Nova' }]);
  });

  it('resumes at a gap instead of going on behind it', async () => {
    const event = { kind: 'session.put', session: aSession({ id: '9' }) };
    fixture.gateway.push({ frame: 'event', seq: 5, at: NINE, event });
    await later();
    expect(resumes()).toHaveLength(2);
    expect(await rows()).toEqual([]);
  });

  it('takes a burst as one batch and publishes each row once', async () => {
    const versions = Array.from({ length: 30 }, (_, index) => index + 1);
    fixture.gateway.append(
      ...versions.map((version) => ({ kind: 'session.put' as const, session: aSession({ version }) })),
    );
    await later();
    expect(fixture.ofKind('session')).toHaveLength(1);
    expect(fixture.ofKind('session')[0]?.row.version).toBe(30);
  });

  it('reads a malformed event anew once, as part of a snapshot, and never again', async () => {
    fixture.gateway.append({ kind: 'session.put', session: { id: 7 } });
    await later();
    expect(resumes()).toEqual([undefined, undefined]);
    fixture.gateway.cut();
    await later();
    expect(resumes()).toHaveLength(3);
    expect(resumes()[2]).toEqual({ epoch: 'e1', seq: 1 });
  });

  it('passes over kinds that it does not know', async () => {
    fixture.gateway.append({ kind: 'moon.put' }, { kind: 'session.put', session: aSession() });
    await later();
    expect(await rows()).toHaveLength(1);
    expect(resumes()).toHaveLength(1);
  });

  it('drops what a new snapshot does not name', async () => {
    fixture.gateway.append(
      { kind: 'session.put', session: aSession({ id: '1' }) },
      { kind: 'session.put', session: aSession({ id: '2' }) },
    );
    await later();
    fixture.gateway.cut();
    fixture.gateway.loseLog('e2');
    fixture.gateway.snapshot = () => [{ kind: 'session.put', session: aSession({ id: '2' }) }];
    await later();
    expect((await rows()).map(({ id }) => id)).toEqual(['2']);
    expect(fixture.ofKind('reset').length).toBeGreaterThan(0);
  });

  it('keeps its position when a snapshot is cut, and takes the next one whole', async () => {
    fixture.gateway.append({ kind: 'session.put', session: aSession({ id: '9' }) });
    await later();
    fixture.gateway.cut();
    fixture.gateway.loseLog('e2');
    fixture.gateway.pageSize = 1;
    let round = 0;
    fixture.gateway.snapshot = () => {
      round += 1;
      if (round === 1) fixture.clock.after(0, () => fixture.gateway.cut());
      return ['1', '2', '3'].map((id) => ({ kind: 'session.put', session: aSession({ id }) }));
    };
    await later(10_000);
    expect((await rows()).map(({ id }) => id)).toEqual(['3', '2', '1']);
  });

  it('fetches the whole history in the background, so that search covers it, and goes on after a restart', async () => {
    const world = new AgentWorld(fixture.gateway);
    world.putSession('1', true);
    for (let index = 0; index < 30; index += 1) world.write('1', `linha ${index} girassol`);
    fixture.gateway.cut();
    fixture.gateway.loseLog('e2');
    await later(2000);
    await fixture.restart();
    await later(20_000);
    const { hits } = await call(fixture.service.router.search.messages, {
      text: 'giras',
      before: null,
      limit: 50,
    });
    expect(hits).toHaveLength(30);
    expect(hits[0]).toMatchObject({ snippet: 'linha 29 girassol', matches: [[9, 17]], session: { id: '1' } });
    const window = await call(fixture.service.router.messages.window, {
      sessionId: ONE,
      anchor: { at: 'before', position: 8 },
      limit: 3,
    });
    expect(window.rows.map(({ position }) => position)).toEqual([5, 6, 7]);
    expect(window.mayHaveOlder).toBe(true);
  });

  it('hands on who is typing without storing it', async () => {
    const event = { kind: 'typing', sessionId: '1', ...COLLEAGUE, untilAt: NINE };
    fixture.gateway.push({ frame: 'ephemeral', event });
    await later();
    expect(fixture.ofKind('activity')).toMatchObject([{ event: { kind: 'typing', name: COLLEAGUE.name } }]);
  });

  describe('calls for attention', () => {
    const told = () => fixture.ofKind('attention').map(({ eventId, about }) => [eventId, about]);
    const old = { openedAt: NINE - 60_000 };

    it('for a session that comes to wait, once', async () => {
      fixture.gateway.append(
        { kind: 'session.put', session: aSession() },
        { kind: 'message.put', message: aMessage() },
        { kind: 'session.put', session: aSession({ version: 2, unreadCount: 2 }) },
      );
      await later();
      expect(told()).toEqual([['e1:1', 'sessionWaiting']]);
    });

    it('for what a contact writes in my session, not in a colleague’s, and not for what I have read', async () => {
      fixture.gateway.append(
        { kind: 'session.put', session: aSession({ id: '1', holder: ME, readPosition: 4 }) },
        { kind: 'session.put', session: aSession({ id: '2', holder: COLLEAGUE }) },
        { kind: 'message.put', message: aMessage({ position: 3 }) },
        { kind: 'message.put', message: aMessage({ position: 5 }) },
        { kind: 'message.put', message: aMessage({ position: 6, sessionId: '2' }) },
        { kind: 'message.put', message: aMessage({ position: 5, version: 2, text: 'corrigido' }) },
      );
      await later();
      expect(told()).toEqual([['e1:4', 'messageArrived']]);
    });

    it('for a session that a colleague hands over, not for one that I picked up or opened', async () => {
      fixture.gateway.append(
        { kind: 'session.put', session: aSession({ id: '1', ...old, holder: COLLEAGUE }) },
        { kind: 'session.put', session: aSession({ id: '1', ...old, version: 2, holder: ME }) },
        { kind: 'session.put', session: aSession({ id: '2', ...old, pickUpMode: 'none' }) },
        { kind: 'session.put', session: aSession({ id: '2', ...old, version: 2, holder: ME }) },
        { kind: 'session.put', session: aSession({ id: '3', origin: 'agent', holder: ME }) },
      );
      await later();
      expect(told()).toEqual([['e1:2', 'transferredToMe']]);
    });

    it('sum up what came while nobody was connected', async () => {
      fixture.gateway.append({ kind: 'session.put', session: aSession({ id: '1', holder: ME }) });
      await later();
      fixture.gateway.isReachable = false;
      fixture.gateway.cut();
      await later();
      fixture.gateway.append(
        { kind: 'session.put', session: aSession({ id: '2' }) },
        { kind: 'session.put', session: aSession({ id: '3' }) },
        { kind: 'session.put', session: aSession({ id: '3', version: 2, holder: COLLEAGUE }) },
        { kind: 'message.put', message: aMessage({ position: 1 }) },
        { kind: 'message.put', message: aMessage({ position: 2 }) },
      );
      fixture.gateway.isReachable = true;
      fixture.forget();
      await later(30_000);
      expect(told()).toEqual([]);
      expect(fixture.ofKind('backlog')).toMatchObject([{ waitingSessions: 1, messages: 2 }]);
    });

    it('are given to the first who claims them', async () => {
      const { claim } = fixture.service.router.attention;
      expect(await call(claim, { eventId: 'e1:1' })).toEqual({ isFirst: true });
      expect(await call(claim, { eventId: 'e1:1' })).toEqual({ isFirst: false });
      await fixture.restart();
      expect(await call(fixture.service.router.attention.claim, { eventId: 'e1:1' })).toEqual({
        isFirst: false,
      });
    });
  });
});
