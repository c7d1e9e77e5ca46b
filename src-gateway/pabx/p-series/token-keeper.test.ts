import { describe, expect, it } from 'vitest';
import { AppError } from '#shared/model/errors.ts';
import type { Envelope } from './envelope.ts';
import { ManualClock } from './manual-clock.ts';
import { TokenKeeper } from './token-keeper.ts';

interface Desk {
  readonly asked: string[];
  refuse: number | null;
  isDown: boolean;
}

function keeperAt(clock: ManualClock): { keeper: TokenKeeper; desk: Desk } {
  const desk: Desk = { asked: [], refuse: null, isDown: false };
  const ask = async (endpoint: string, input: Record<string, string>): Promise<Envelope> => {
    desk.asked.push(endpoint === 'refresh_token' ? `refresh ${input['refresh_token']}` : endpoint);
    if (desk.isDown) throw new AppError('pabx.unreachable');
    const errcode = endpoint === 'refresh_token' ? (desk.refuse ?? 0) : 0;
    const count = desk.asked.length;
    const fields = {
      access_token: `access-${count}`,
      access_token_expire_time: 1800,
      refresh_token: `refresh-${count}`,
      refresh_token_expire_time: 86_400,
    };
    return { errcode, errmsg: '', payload: undefined, fields };
  };
  return { keeper: new TokenKeeper({ clientId: 'id', clientSecret: 'secret', clock, ask }), desk };
}

const MINUTE = 60_000;

describe('the shared token', () => {
  it('serves for 25 minutes and is then refreshed with the newest refresh token', async () => {
    const clock = new ManualClock();
    const { keeper, desk } = keeperAt(clock);
    expect((await keeper.current()).value).toBe('access-1');
    clock.advance(24 * MINUTE);
    expect((await keeper.current()).value).toBe('access-1');
    clock.advance(MINUTE);
    expect((await keeper.current()).value).toBe('access-2');
    clock.advance(25 * MINUTE);
    await keeper.current();
    expect(desk.asked).toEqual(['get_token', 'refresh refresh-1', 'refresh refresh-2']);
  });

  it('is got by a new sign-in when the refresh token is refused or a day old', async () => {
    const clock = new ManualClock();
    const { keeper, desk } = keeperAt(clock);
    await keeper.current();
    desk.refuse = 10004;
    clock.advance(26 * MINUTE);
    await keeper.current();
    clock.advance(25 * 60 * MINUTE);
    await keeper.current();
    expect(desk.asked).toEqual(['get_token', 'refresh refresh-1', 'get_token', 'get_token']);
  });

  it('is replaced once when many callers found it expired', async () => {
    const { keeper, desk } = keeperAt(new ManualClock());
    const { value } = await keeper.current();
    const replaced = await Promise.all([keeper.replace(value), keeper.replace(value), keeper.replace(value)]);
    expect(new Set(replaced.map((token) => token.value))).toEqual(new Set(['access-2']));
    expect((await keeper.replace(value)).value).toBe('access-2');
    expect(desk.asked).toHaveLength(2);
  });

  it('still serves in its last minutes when the PABX cannot be reached for its renewal', async () => {
    const clock = new ManualClock();
    const { keeper, desk } = keeperAt(clock);
    await keeper.current();
    desk.isDown = true;
    clock.advance(28 * MINUTE);
    expect((await keeper.current()).value).toBe('access-1');
    clock.advance(2 * MINUTE);
    await expect(keeper.current()).rejects.toMatchObject({ code: 'pabx.unreachable' });
  });

  it('tells its listeners of every new one', async () => {
    const { keeper } = keeperAt(new ManualClock());
    const told: string[] = [];
    keeper.onRenewed((token) => told.push(token.value));
    const { value } = await keeper.current();
    await keeper.signInAnew(value);
    expect(told).toEqual(['access-1', 'access-2']);
  });
});
