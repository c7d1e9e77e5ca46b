import { afterEach, describe, expect, it, vi } from 'vitest';
import { PSeriesApi } from './api.ts';
import { silentLog } from './log.ts';
import { EagerClock, ManualClock } from './manual-clock.ts';
import { type Script, type ScriptedPabx, startScriptedPabx } from './scripted-pabx.ts';

/** Until it is so, on a busy machine, too. */
const eventually = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 15_000 });

let clock: ManualClock = new EagerClock();
let pabx: ScriptedPabx;
let api: PSeriesApi;

async function apiOf(scripts: Readonly<Record<string, Script>>): Promise<PSeriesApi> {
  pabx = await startScriptedPabx(scripts);
  clock = new EagerClock();
  const credential = { clientId: 'id', clientSecret: 'secret' };
  api = new PSeriesApi({ url: pabx.url, ...credential, clock, random: () => 0.5, log: silentLog });
  return api;
}

/** Answers the errcodes one after the other, then success for ever. */
const inTurn = (...errcodes: readonly number[]): Script => {
  const left = [...errcodes];
  return () => ({ errcode: left.shift() ?? 0, errmsg: 'X', data: ['payload'] });
};

afterEach(async () => {
  await api.dispose();
  await pabx.stop();
});

describe('a call to the PABX', () => {
  it('carries the token in the query and a User-Agent, and no Authorization header', async () => {
    await (await apiOf({ 'extension/list': inTurn() })).read('extension/list', { page: 1 });
    const call = pabx.asked.at(-1)!;
    expect(call.query).toEqual({ page: '1', access_token: 'token-1' });
    expect(call.headers['user-agent']).toBe('Lynk');
    expect(call.headers.authorization).toBeUndefined();
  });

  it('takes its payload from list or data', async () => {
    await apiOf({
      'message_queue/list': () => ({ errcode: 0, errmsg: '', list: [1] }),
      'extension/list': () => ({ errcode: 0, errmsg: '', data: [2] }),
    });
    expect((await api.read('message_queue/list')).payload).toEqual([1]);
    expect((await api.read('extension/list')).payload).toEqual([2]);
  });

  it('refreshes once on 10004, repeats, signs in anew on a second one, and then gives up', async () => {
    await apiOf({
      'extension/list': inTurn(10004),
      'call/query': () => ({ errcode: 10004, errmsg: 'TOKEN EXPIRED' }),
    });
    await api.read('extension/list');
    expect([pabx.countOf('refresh_token'), pabx.countOf('get_token')]).toEqual([1, 1]);
    await expect(api.read('call/query')).rejects.toMatchObject({ code: 'pabx.overloaded' });
    expect([pabx.countOf('refresh_token'), pabx.countOf('get_token')]).toEqual([2, 2]);
    expect(pabx.countOf('call/query')).toBe(3);
  });

  it('signs in once, however many calls begin together', async () => {
    await apiOf({ 'extension/list': inTurn() });
    await Promise.all(Array.from({ length: 20 }, () => api.read('extension/list')));
    expect(pabx.countOf('get_token')).toBe(1);
  });

  it.each([-2, 60002, 70082])(
    'repeats a read after %i, with growing pauses, five times in all',
    async (errcode) => {
      await apiOf({ 'extension/list': () => ({ errcode, errmsg: 'X' }) });
      await expect(api.read('extension/list')).rejects.toMatchObject({ code: 'pabx.overloaded' });
      expect(clock).toMatchObject({ pauses: [500, 1000, 2000, 4000] });
      expect(pabx.countOf('extension/list')).toBe(5);
    },
  );

  it('repeats a write that was surely not done, and not one that may have been', async () => {
    await apiOf({ 'message/send': inTurn(60002), 'call/dial': inTurn(-2), 'call/hangup': () => 'hangUp' });
    expect((await api.write('message/send', {})).errcode).toBe(0);
    await expect(api.write('call/dial', {})).rejects.toMatchObject({ details: { mayBeDone: true } });
    await expect(api.write('call/hangup', {})).rejects.toMatchObject({
      code: 'pabx.unreachable',
      details: { mayBeDone: true },
    });
    expect([pabx.countOf('call/dial'), pabx.countOf('call/hangup')]).toEqual([1, 1]);
  });

  it('takes partial success and processing of a write as success, and asks a read that is processing again', async () => {
    await apiOf({
      'message/send': inTurn(1, 2),
      'extension/list': () =>
        pabx.countOf('extension/list') === 1
          ? { errcode: 2, errmsg: 'X' }
          : { errcode: 0, errmsg: '', data: [1] },
    });
    expect((await api.write('message/send', {})).errcode).toBe(1);
    expect((await api.write('message/send', {})).errcode).toBe(2);
    expect((await api.read('extension/list')).payload).toEqual([1]);
  });

  it.each([
    [70004, 'pabx.addressBlocked'],
    [70087, 'pabx.addressBlocked'],
    [70123, 'pabx.apiOff'],
    [10002, 'pabx.apiOff'],
    [10003, 'pabx.apiOff'],
  ] as const)('makes no call at all after %i', async (errcode, code) => {
    await apiOf({ 'extension/list': inTurn(errcode) });
    const told: string[] = [];
    api.onStopped((error) => told.push(error.code));
    await expect(api.read('extension/list')).rejects.toMatchObject({ code });
    const before = pabx.asked.length;
    await expect(api.read('message_queue/list')).rejects.toMatchObject({ code });
    expect(pabx.asked.length).toBe(before);
    expect(told).toEqual([code]);
  });

  it('stops at the first refused sign-in: five would block this address', async () => {
    await apiOf({ get_token: () => ({ errcode: 10005, errmsg: 'ACCESS DENIED' }) });
    await expect(api.read('extension/list')).rejects.toMatchObject({ code: 'pabx.credentialRefused' });
    await expect(api.read('extension/list')).rejects.toMatchObject({ code: 'pabx.credentialRefused' });
    expect(pabx.countOf('get_token')).toBe(1);
  });

  it.each([10001, 10005])('leaves a function alone for ten minutes after %i, others not', async (errcode) => {
    await apiOf({ 'call/query': inTurn(errcode), 'extension/list': inTurn() });
    await expect(api.read('call/query')).rejects.toMatchObject({ code: 'pabx.functionOff' });
    await expect(api.read('call/query')).rejects.toMatchObject({ code: 'pabx.functionOff' });
    expect(pabx.countOf('call/query')).toBe(1);
    expect((await api.read('extension/list')).errcode).toBe(0);
    clock.advance(10 * 60_000);
    expect((await api.read('call/query')).errcode).toBe(0);
  });

  it('says that a page which is no API is a wrong address, and that a proxy without a PABX is an outage', async () => {
    const page = (status: number) => ({ status, type: 'text/html', text: '<html>portal</html>' });
    await apiOf({ 'call/query': () => page(200), 'extension/list': () => page(502) });
    await expect(api.read('call/query')).rejects.toMatchObject({ code: 'pabx.invalidAnswer' });
    const outage = api.read('extension/list', {}, { attempts: 1 });
    await expect(outage).rejects.toMatchObject({ code: 'pabx.unreachable' });
  });

  it('ends its waits and gives its token back when it is disposed of', async () => {
    const still = new ManualClock();
    pabx = await startScriptedPabx({ 'extension/list': () => ({ errcode: 70082, errmsg: 'X' }) });
    const credential = { clientId: 'id', clientSecret: 'secret' };
    api = new PSeriesApi({ url: pabx.url, ...credential, clock: still, random: () => 0.5, log: silentLog });
    const waiting = api.read('extension/list');
    // Handled below; until then nobody else may take it for forgotten.
    waiting.catch(() => undefined);
    await eventually(() => expect(pabx.countOf('extension/list')).toBe(1));
    await api.dispose();
    await expect(waiting).rejects.toMatchObject({ code: 'pabx.unreachable' });
    expect(pabx.asked.at(-1)).toMatchObject({ endpoint: 'del_token', query: { access_token: 'token-1' } });
  });
});
