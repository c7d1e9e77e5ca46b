// Whatever happens on the way (cuts, restarts, duplicates, lost logs, strange events), the client's database ends
// up as what is true at the gateway. fast-check prints the seed of a failing run.
import { call } from '@orpc/server';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AgentWorld } from '#tests/support/agent-world.ts';
import { startFixture, type Fixture } from '#tests/support/service-fixture.ts';
import { SQL_DRIVERS } from '#tests/support/sql-drivers.ts';

const session = fc.constantFrom('1', '2', '3');
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('put'), session, isMine: fc.boolean() }) },
  {
    weight: 8,
    arbitrary: fc.record({ do: fc.constant('write'), session, text: fc.string({ maxLength: 20 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('deliver'),
      session,
      state: fc.constantFrom('sent' as const, 'delivered' as const, 'read' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('remove'), session }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('cut') }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restart') }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('loseLog') }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('goingAway') }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('repeat') }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('skip') }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('unknown') }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('malformed') }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('wait'), ms: fc.integer({ min: 0, max: 2000 }) }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

async function take(one: Step, world: AgentWorld, { gateway, clock, ...fixture }: Fixture): Promise<void> {
  if ('isMine' in one) world.putSession(one.session, one.isMine);
  else if ('text' in one) world.write(one.session, one.text);
  else if ('state' in one) world.deliver(one.session, one.state);
  else if ('ms' in one) await clock.advance(one.ms);
  else if ('session' in one) world.removeSession(one.session);
  else if (one.do === 'cut') gateway.cut();
  else if (one.do === 'restart') await fixture.restart();
  else if (one.do === 'loseLog') {
    gateway.cut();
    gateway.loseLog(`${gateway.epoch}+`);
  } else if (one.do === 'goingAway') gateway.push({ frame: 'goingAway', reconnectWithinMs: 5000 });
  else if (one.do === 'unknown') gateway.append({ kind: 'moon.put', moon: 1 });
  else if (one.do === 'malformed') gateway.append({ kind: 'session.put', session: { id: 7 } });
  else if (one.do === 'skip' || gateway.seq > 0) {
    const seq = one.do === 'repeat' ? gateway.seq : gateway.seq + 7;
    gateway.push({ frame: 'event', seq, at: clock.now(), event: { kind: 'moon.put' } });
  }
}

async function held(fixture: Fixture) {
  const { router } = fixture.service;
  const page = { list: 'recent', filter: {}, text: '', before: null, limit: 50 } as const;
  const { rows } = await call(router.sessions.page, page);
  rows.sort((a, b) => a.id.localeCompare(b.id));
  const threads = await Promise.all(
    rows.map(({ id }) =>
      call(router.messages.window, { sessionId: id, anchor: { at: 'newest' }, limit: 200 }),
    ),
  );
  return {
    sessions: rows.map(({ draft: _draft, outbox: _outbox, ...one }) => one),
    messages: threads.flatMap((thread) => thread.rows),
    counts: await call(router.sessions.counts, {}),
  };
}

describe.each(SQL_DRIVERS)('a client on $name', (driver) => {
  it('ends with what is true at the gateway, whatever happens on the way', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 50 }), async (steps) => {
        const fixture = await startFixture({ driver });
        try {
          const world = new AgentWorld(fixture.gateway);
          fixture.gateway.pageSize = 4;
          for (const one of steps) await take(one, world, fixture);
          // Long enough for every wait between tries and for the history of three sessions.
          await fixture.clock.advance(240_000);
          const { sessions, messages, counts } = await held(fixture);
          expect({ sessions, messages }).toEqual(world.state());
          expect(counts.recent).toEqual({
            total: sessions.length,
            unread: sessions.filter(({ unreadCount }) => unreadCount > 0).length,
          });
          expect(fixture.ofKind('link').at(-1)?.link.state).toBe('live');
        } finally {
          await fixture.stop();
        }
      }),
      { numRuns: 30 },
    );
  });
});
