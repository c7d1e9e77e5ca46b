import { beforeEach, describe, expect, it } from 'vitest';
import { VirtualClock } from './clock.ts';
import { PabxRefusal } from './errcodes.ts';
import { TokenDesk } from './token-desk.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

function errcodeOf(act: () => unknown): number {
  try {
    act();
    return 0;
  } catch (error) {
    if (error instanceof PabxRefusal) return error.errcode;
    throw error;
  }
}

describe('the token desk', () => {
  let clock: VirtualClock;
  let desk: TokenDesk;
  const signIn = () => desk.signIn('10.0.0.1', 'id', 'secret');

  beforeEach(() => {
    clock = new VirtualClock(0, 0);
    desk = new TokenDesk(clock, { id: 'id', secret: 'secret' });
  });

  it('ends an access token after 30 minutes', () => {
    const { accessToken } = signIn();
    clock.advance(30 * MINUTE_MS - 1);
    expect(errcodeOf(() => desk.check(accessToken))).toBe(0);
    clock.advance(1);
    expect(errcodeOf(() => desk.check(accessToken))).toBe(10004);
  });

  it('gives a new pair for a refresh token once, and ends the old pair', () => {
    const first = signIn();
    const second = desk.refresh(first.refreshToken);
    expect(second.refreshToken).not.toBe(first.refreshToken);
    expect(errcodeOf(() => desk.refresh(first.refreshToken))).toBe(10004);
    expect(errcodeOf(() => desk.check(first.accessToken))).toBe(10004);
    expect(errcodeOf(() => desk.check(second.accessToken))).toBe(0);
    expect(desk.count).toBe(1);
  });

  it('refreshes for 24 hours, also after the access token ended', () => {
    const { refreshToken } = signIn();
    clock.advance(23 * HOUR_MS);
    const { refreshToken: next } = desk.refresh(refreshToken);
    clock.advance(24 * HOUR_MS);
    expect(errcodeOf(() => desk.refresh(next))).toBe(10004);
  });

  it('allows 8 tokens at once; the ninth waits until one is over or revoked', () => {
    const tokens = Array.from({ length: 8 }, signIn);
    expect(errcodeOf(signIn)).toBe(60002);
    desk.revoke(tokens[3]!.accessToken);
    expect(errcodeOf(signIn)).toBe(0);
    expect(errcodeOf(signIn)).toBe(60002);
    clock.advance(30 * MINUTE_MS);
    expect(errcodeOf(signIn)).toBe(0);
  });

  it('blocks an address after five wrong secrets, and no other address', () => {
    const fail = () => desk.signIn('10.0.0.9', 'id', 'wrong');
    for (let time = 1; time <= 5; time += 1) {
      expect(errcodeOf(() => desk.admit('10.0.0.9'))).toBe(0);
      expect(errcodeOf(fail)).toBe(10005);
    }
    expect(errcodeOf(() => desk.admit('10.0.0.9'))).toBe(70004);
    expect(errcodeOf(() => desk.admit('10.0.0.1'))).toBe(0);
  });

  it('forgets failures after a right secret', () => {
    for (let time = 1; time <= 4; time += 1) errcodeOf(() => desk.signIn('10.0.0.1', 'id', 'wrong'));
    signIn();
    errcodeOf(() => desk.signIn('10.0.0.1', 'id', 'wrong'));
    expect(errcodeOf(() => desk.admit('10.0.0.1'))).toBe(0);
  });
});
