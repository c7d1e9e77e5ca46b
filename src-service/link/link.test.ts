import { beforeEach, describe, expect, it } from 'vitest';
import type { LinkState } from '#shared/bridge/rows.ts';
import { FakeClock } from '#tests/support/fake-clock.ts';
import { ScriptedGateway } from '#tests/support/scripted-gateway.ts';
import { silentLog } from '#tests/support/service-fixture.ts';
import type { WelcomeFrame } from './connection.ts';
import { Link } from './link.ts';

describe('the link', () => {
  let clock: FakeClock;
  let gateway: ScriptedGateway;
  let link: Link;
  let states: LinkState[];
  let welcomes: WelcomeFrame[];
  /** What `random × ceiling` is made of. */
  let fraction: number;

  beforeEach(() => {
    clock = new FakeClock();
    gateway = new ScriptedGateway(clock);
    states = [];
    welcomes = [];
    fraction = 0.5;
    link = new Link(
      {
        url: 'ws://gateway.test/link',
        identity: { token: 't', device: 'd', clientVersion: '1' },
        cursor: () => ({ epoch: 'e1', seq: 0 }),
        openSocket: gateway.openSocket,
        clock,
        random: { fraction: () => fraction, uuidv7: () => '' },
        log: silentLog,
      },
      {
        onWelcome: (frame) => void welcomes.push(frame),
        onData: (frame) => {
          if (frame.frame === 'caughtUp') link.caughtUp();
        },
        onDown: () => undefined,
        onState: (state) => void states.push(state),
      },
    );
    link.start();
  });

  const named = (): string[] => states.map(({ state }) => state);

  it('identifies with its cursor and goes from connecting over catching up to live', async () => {
    await clock.advance();
    expect(gateway.identified).toMatchObject([{ token: 't', resume: { epoch: 'e1', seq: 0 } }]);
    expect(named()).toEqual(['connecting', 'catchingUp', 'live']);
  });

  it('beats first after a random part of the interval, then each interval', async () => {
    await clock.advance();
    gateway.answersHeartbeats = false;
    await clock.advance(14_999);
    expect(link.isUp).toBe(true);
    // The beat of 15 s stays without answer until the next one is due at 45 s: a dead socket.
    await clock.advance(29_000);
    expect(link.isUp).toBe(true);
    await clock.advance(1_100);
    expect(states.at(-1)).toMatchObject({ state: 'offline', error: { code: 'link.heartbeatMissed' } });
  });

  it('stays up as long as beats are answered', async () => {
    await clock.advance(600_000);
    expect(named()).toEqual(['connecting', 'catchingUp', 'live']);
  });

  it('waits longer after each failure up to 30 s, with full jitter, and says when it tries again', async () => {
    await clock.advance();
    fraction = 1;
    gateway.isReachable = false;
    gateway.cut();
    await clock.advance(120_000);
    const tries = states.filter(({ retryAt }) => retryAt !== null).map(({ retryAt }) => retryAt ?? 0);
    const gaps = tries.slice(1).map((at, index) => at - (tries[index] ?? 0));
    expect(gaps.slice(0, 4)).toEqual([500, 1000, 2000, 4000]);
    expect(Math.max(...gaps)).toBe(30_000);
  });

  it('forgets its failures after a minute of health, not before', async () => {
    await clock.advance();
    fraction = 1;
    for (let round = 0; round < 5; round += 1) {
      gateway.cut();
      await clock.advance(10_000);
    }
    gateway.cut();
    await clock.advance();
    expect((states.at(-1)?.retryAt ?? 0) - clock.now()).toBe(8000);
    await clock.advance(70_000);
    gateway.cut();
    await clock.advance();
    expect((states.at(-1)?.retryAt ?? 0) - clock.now()).toBe(250);
  });

  it('tries at once when asked, and asks a silent connection for a sign of life', async () => {
    await clock.advance();
    gateway.isReachable = false;
    gateway.cut();
    await clock.advance(60_000);
    gateway.isReachable = true;
    link.retry();
    await clock.advance();
    expect(named().at(-1)).toBe('live');
    gateway.answersHeartbeats = false;
    link.retry();
    await clock.advance(5000);
    expect(states.at(-1)).toMatchObject({ state: 'offline', error: { code: 'link.heartbeatMissed' } });
  });

  it('stops and asks the person when it is refused for good, and tries again when it is not', async () => {
    gateway.refusal = { code: 'auth.tokenInvalid', retryable: false };
    await clock.advance(300_000);
    expect(states.at(-1)).toMatchObject({ state: 'refused', error: { code: 'auth.tokenInvalid' } });
    expect(gateway.identified).toHaveLength(1);
    gateway.refusal = { code: 'gateway.internal', retryable: true };
    link.retry();
    await clock.advance();
    expect(named().at(-1)).toBe('offline');
    gateway.refusal = null;
    await clock.advance(30_000);
    expect(named().at(-1)).toBe('live');
  });

  it.each([
    [4001, 'refused'],
    [4002, 'refused'],
    [4004, 'refused'],
    [4000, 'live'],
    [1001, 'live'],
  ] as const)('after close code %i it is %s', async (code, expected) => {
    await clock.advance();
    gateway.cut(code);
    await clock.advance(5000);
    expect(named().at(-1)).toBe(expected);
  });

  it('opens the next connection before it lets go of one that is going away', async () => {
    await clock.advance();
    gateway.push({ frame: 'goingAway', reconnectWithinMs: 10_000 });
    await clock.advance();
    expect(welcomes).toHaveLength(2);
    expect(gateway.openSockets).toBe(1);
    expect(named()).not.toContain('offline');
  });

  it('takes the next connection when the leaving one dies before it is welcomed', async () => {
    await clock.advance();
    gateway.push({ frame: 'goingAway', reconnectWithinMs: 10_000 });
    await clock.advance();
    gateway.push({ frame: 'goingAway', reconnectWithinMs: 10_000 });
    gateway.cut();
    await clock.advance(5000);
    expect(named().at(-1)).toBe('live');
    expect(gateway.openSockets).toBe(1);
  });

  it('ignores frames that it does not know and resumes after one that is malformed', async () => {
    await clock.advance();
    gateway.push({ frame: 'tomorrow', news: true });
    await clock.advance();
    expect(link.isUp).toBe(true);
    gateway.push({ frame: 'event', seq: 'seven' });
    await clock.advance();
    expect(states.at(-1)).toMatchObject({ state: 'offline', error: { code: 'link.invalidFrame' } });
    await clock.advance(1000);
    expect(named().at(-1)).toBe('live');
  });

  it('leaves nothing open when it is disposed', async () => {
    await clock.advance();
    link.dispose();
    await clock.advance(60_000);
    expect(gateway.openSockets).toBe(0);
    expect(gateway.identified).toHaveLength(1);
  });

  it('says that the versions do not fit', async () => {
    gateway.push({ frame: 'hello', protocol: 99, heartbeatMs: 1, serverTime: 0, limits: {} });
    await clock.advance();
    expect(states.at(-1)).toMatchObject({ state: 'refused', error: { code: 'link.protocolUnsupported' } });
  });
});
