import { afterEach, describe, expect, it } from 'vitest';
import { type Bench, eventually, startBench, text } from './bench.ts';

let bench: Bench;
afterEach(() => bench.stop());

const ZE = { channel: 'whatsapp', from: '+5511999990000', name: 'Zé', text: 'Oi' } as const;

describe('what the PABX refuses with HTTP 200', () => {
  it.each([-2, 60002, 70082])('is read again after %i', async (errcode) => {
    bench = await startBench();
    await bench.control('answer', { endpoint: 'message_queue/list', errcode, times: 3 });
    expect(await bench.pabx.queues()).toHaveLength(3);
  });

  it.each([-2, 60002, 70082])('is an overload when %i does not pass', async (errcode) => {
    bench = await startBench();
    await bench.control('answer', { endpoint: 'message_queue/list', errcode, times: 99 });
    await expect(bench.pabx.queues()).rejects.toMatchObject({
      code: 'pabx.overloaded',
      details: { errcode },
    });
  });

  it.each([
    [70004, 'pabx.addressBlocked'],
    [70087, 'pabx.addressBlocked'],
    [70123, 'pabx.apiOff'],
    [10002, 'pabx.apiOff'],
    [10003, 'pabx.apiOff'],
  ] as const)('stops everything after %i, and the administrator is told', async (errcode, code) => {
    bench = await startBench();
    await bench.start();
    await bench.control('answer', { endpoint: 'message_queue/list', errcode, times: 1 });
    await expect(bench.pabx.queues()).rejects.toMatchObject({ code });
    expect(bench.healths.at(-1)).toMatchObject({ state: 'stopped', error: { code } });
    await expect(bench.pabx.contacts()).rejects.toMatchObject({ code });
    await eventually(async () => expect((await bench.state()).sockets).toBe(0));
  });

  it.each([10001, 10005])('switches off the one function that answered %i', async (errcode) => {
    bench = await startBench();
    await bench.control('answer', { endpoint: 'message_campaign/list', errcode, times: 1 });
    await expect(bench.pabx.campaigns()).rejects.toMatchObject({ code: 'pabx.functionOff' });
    await expect(bench.pabx.campaigns()).rejects.toMatchObject({ code: 'pabx.functionOff' });
    expect(await bench.pabx.queues()).toHaveLength(3);
  });

  it('says who may start sessions only where reading it is permitted', async () => {
    bench = await startBench();
    const starters = async () =>
      (await bench.pabx.channels()).map((channel) => Object.values(channel.starters)[0]);
    expect((await starters())[0]).toEqual(['1001', '1002', '1003', '1012']);
    await bench.control('answer', { endpoint: 'message_channel/query', errcode: 10005, times: 1 });
    expect(await starters()).toEqual([null, null, null, null, null]);
  });

  it.each([1, 2])('takes %i as taken when it wrote something', async (errcode) => {
    bench = await startBench();
    const { sessionId } = await bench.contactWrites(ZE);
    await bench.control('answer', { endpoint: 'message_session/archive', errcode, times: 1 });
    await expect(bench.pabx.setArchived(sessionId, '1001', true)).resolves.toBeUndefined();
  });

  it('says what was not found', async () => {
    bench = await startBench();
    const { sessionId } = await bench.contactWrites(ZE);
    const { pabx } = bench;
    await expect(pabx.session(999_999)).rejects.toMatchObject({ code: 'session.notFound' });
    const send = pabx.send({
      target: { sessionId: 999_999 },
      from: '1001',
      content: text('x'),
      requestId: 'r',
    });
    await expect(send).rejects.toMatchObject({ code: 'session.notFound' });
    const nobody = pabx.transfer(sessionId, { kind: 'extension', id: 999_999 });
    await expect(nobody).rejects.toMatchObject({ code: 'session.transferTargetUnknown' });
    const contact = { firstName: 'A', lastName: '', company: '', email: '', remark: '' };
    const numbers = [{ kind: 'mobile_number' as const, number: '+5511987650001' }];
    await expect(pabx.updateContact(999_999, { ...contact, numbers })).rejects.toMatchObject({
      code: 'contact.notFound',
    });
    await expect(pabx.createContact({ ...contact, numbers })).rejects.toMatchObject({
      code: 'contact.duplicate',
    });
  });
});
