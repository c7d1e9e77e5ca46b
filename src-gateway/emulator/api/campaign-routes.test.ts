import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { at, callPabx, listAt, type Json, type PabxCaller } from '../test-caller.ts';

const spring = {
  name: 'Primavera',
  omnichannel_id: 1,
  sender: '+551130030001',
  recipient_type: 'input',
  send_type: 'immediately',
  assign_to_type: 'queue',
  assign_to_id: 1,
  content_type: 'text',
  content: 'Flores com desconto',
  number_list: [{ number: '+5511960000001' }, { number: '+5511900000001' }],
};

describe('campaigns', () => {
  let pabx: PabxCaller;
  beforeEach(async () => {
    pabx = await callPabx();
  });
  afterEach(() => pabx.stop());

  const state = async (id: number): Promise<Json | undefined> =>
    at(await pabx.get('message_campaign/get', { id }), 'data');
  const campaignSessions = async (collection: string): Promise<readonly Json[]> =>
    listAt(
      await pabx.get('message_session/list', { page_size: 9, user_type: 1, user_no: '1001', collection }),
      'list',
    );

  it('sends to each number, leaves a session for each, counts and announces what failed', async () => {
    const socket = await pabx.events(30030, 30032);
    const id = Number(at(await pabx.post('message_campaign/create', spring), 'id'));
    expect(await state(id)).toMatchObject({ status: 'pending', number_list: [{ id: 1 }, { id: 2 }] });
    await pabx.control('clock', { advanceMs: 10_000 });
    expect(await state(id)).toMatchObject({ status: 'completed', result_count: '1/2' });
    await socket.until(() => socket.frames.length > 0);
    expect(socket.frames).toMatchObject([{ type: 30030, msg: { task_id: id, total: 2, fail_count: 1 } }]);
    expect(typeof socket.frames[0]?.raw).toBe('object');
    expect(await campaignSessions('campaign')).toHaveLength(2);
    expect(await campaignSessions('')).toHaveLength(0);
    expect(await campaignSessions('all')).toHaveLength(2);
    const [session] = await campaignSessions('campaign');
    const detail = await pabx.get('message_session/get', { id: Number(at(session, 'id')) });
    expect(at(detail, 'list')).toMatchObject({ origin: 'campaign', user_info: { user_type: 8 } });
  });

  it('retries what failed by GET, and refuses when nothing did', async () => {
    const id = Number(at(await pabx.post('message_campaign/create', spring), 'id'));
    await pabx.control('clock', { advanceMs: 10_000 });
    expect(at(await pabx.get('message_campaign/retry', { id }), 'errcode')).toBe(0);
    expect(await state(id)).toMatchObject({ status: 'retrying' });
    await pabx.control('clock', { advanceMs: 10_000 });
    expect(await state(id)).toMatchObject({ status: 'completed', result_count: '1/2' });
    const one = { ...spring, number_list: [{ number: '+5511960000002' }] };
    const good = Number(at(await pabx.post('message_campaign/create', one), 'id'));
    await pabx.control('clock', { advanceMs: 10_000 });
    expect(at(await pabx.get('message_campaign/retry', { id: good }), 'errcode')).toBe(10009);
  });

  it('waits for its time, and can be changed and deleted until then', async () => {
    const clock = Number(at(await pabx.control('clock', { advanceMs: 0 }), 'now'));
    const later = { ...spring, send_type: 'schedule', send_time: clock / 1000 + 3600 };
    const id = Number(at(await pabx.post('message_campaign/create', later), 'id'));
    expect(await state(id)).toMatchObject({ status: 'scheduled' });
    await pabx.post('message_campaign/update', { ...later, id, name: 'Outono' });
    await pabx.control('clock', { advanceMs: 3_601_000 });
    await pabx.signIn();
    expect(await state(id)).toMatchObject({ status: 'completed', name: 'Outono' });
    expect(await campaignSessions('campaign')).toHaveLength(2);
    expect(at(await pabx.post('message_campaign/update', { ...later, id }), 'errcode')).toBe(10009);
    await pabx.get('message_campaign/delete', { id });
    expect(listAt(await pabx.get('message_campaign/list'), 'data')).toEqual([]);
  });

  it('takes the numbers of a phonebook, and only E.164 ones by hand', async () => {
    const book = { ...spring, recipient_type: 'phonebook', recipient_id: 1, number_list: [] };
    const id = Number(at(await pabx.post('message_campaign/create', book), 'id'));
    expect(listAt((await state(id)) ?? null, 'number_list').length).toBeGreaterThan(3);
    const wrong = { ...spring, number_list: [{ number: '11 98888-7777' }] };
    expect(at(await pabx.post('message_campaign/create', wrong), 'errcode')).toBe(40002);
  });
});
