import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { at, callPabx, listAt, textAt, type Json, type PabxCaller } from '../test-caller.ts';

describe('sessions', () => {
  let pabx: PabxCaller;
  beforeEach(async () => {
    pabx = await callPabx();
  });
  afterEach(() => pabx.stop());

  const write = async (from: string, more: Record<string, Json> = {}): Promise<number> => {
    const answer = await pabx.control('contact-writes', { channel: 'whatsapp', from, text: 'oi', ...more });
    return Number(at(answer, 'sessionId'));
  };
  const list = async (
    user: string,
    query: Record<string, string | number> = {},
  ): Promise<readonly Json[]> => {
    const answer = await pabx.get('message_session/list', {
      page_size: 50,
      user_type: 1,
      user_no: user,
      ...query,
    });
    expect(at(answer, 'errcode')).toBe(0);
    return listAt(answer, 'list');
  };
  const ids = async (user: string, query: Record<string, string | number> = {}): Promise<unknown[]> =>
    (await list(user, query)).map((session) => at(session, 'id'));
  const history = async (id: number): Promise<Json> => pabx.get('message/get', { id, page_size: 50 });
  const newestType = async (id: number): Promise<unknown> =>
    at(await history(id), 'data', 'records', 0, 'msg_type');

  it('shows a waiting session to the members of its queue and to nobody else', async () => {
    const id = await write('+5511900001111');
    expect(await ids('1001')).toEqual([id]);
    expect(await ids('1003')).toEqual([id]);
    expect(await ids('1004')).toEqual([]);
  });

  it('says is_close where the request says is_closed', async () => {
    const id = await write('+5511900001111');
    await pabx.control('pick-up', { sessionId: id, extension: '1001' });
    await pabx.post('message_session/close', { session_id: id });
    expect(await ids('1001')).toEqual([]);
    const [closed] = await list('1001', { is_closed: 1, is_archived: 2 });
    expect(closed).toMatchObject({ id, is_close: 1, is_archived: 1 });
    expect(closed).not.toHaveProperty('is_closed');
  });

  it('counts is_pickup 0 all, 1 picked up, 2 not picked up', async () => {
    const taken = await write('+5511900001111');
    await pabx.control('pick-up', { sessionId: taken, extension: '1001' });
    const waiting = await write('+5511900002222');
    expect(await ids('1001', { is_pickup: 0 })).toEqual([waiting, taken]);
    expect(await ids('1001', { is_pickup: 1 })).toEqual([taken]);
    expect(await ids('1001', { is_pickup: 2 })).toEqual([waiting]);
  });

  it('pages by the last message of the page before', async () => {
    const all = [await write('+5511900001111'), await write('+5511900002222'), await write('+5511900003333')];
    const first = await list('1001', { page_size: 2 });
    expect(first.map((session) => at(session, 'id'))).toEqual([all[2], all[1]]);
    const cursor = Number(at(first[1], 'last_msg_id'));
    expect(await ids('1001', { page_size: 2, first_msg_id: cursor })).toEqual([all[0]]);
  });

  it('wants page_size, user_type and a known extension', async () => {
    expect(at(await pabx.get('message_session/list', { user_type: 1, user_no: '1001' }), 'errcode')).toBe(
      40002,
    );
    expect(
      at(await pabx.get('message_session/list', { page_size: 5, user_type: 1, user_no: '9999' }), 'errcode'),
    ).toBe(40002);
  });

  it('gives details under list as one object, and several as an array', async () => {
    const id = await write('+5511900001111', { name: 'Rita' });
    const one = await pabx.get('message_session/get', { id });
    expect(at(one, 'list')).toMatchObject({
      id,
      channel_type: 'whatsapp',
      channel_name: 'WhatsApp Atendimento',
      did_number: '+551131031000',
      to_number: '+5511900001111',
      origin: '',
      user_info: { user_id: 0, user_type: 3, username: 'Rita' },
    });
    const several = await pabx.get('message_session/query', { ids: `${id},${id}` });
    expect(listAt(several, 'list')).toHaveLength(2);
    expect(at(await pabx.get('message_session/get', { id: 1 }), 'errcode')).toBe(60001);
  });

  it('names participants only while the session waits in a queue', async () => {
    const id = await write('+5511900001111');
    const participants = async (): Promise<unknown[]> =>
      listAt(await pabx.get('message_session/get', { id }), 'list', 'participants').map((one) =>
        at(one, 'user_no'),
      );
    expect(await participants()).toEqual(['1001', '1002', '1003']);
    await pabx.control('pick-up', { sessionId: id, extension: '1002' });
    expect(await participants()).toEqual([]);
  });

  it('picks up leaving line 5, once', async () => {
    const id = await write('+5511900001111');
    await pabx.control('pick-up', { sessionId: id, extension: '1002' });
    expect(await newestType(id)).toBe(5);
    expect(await ids('1001')).toEqual([]);
    expect(await list('1002')).toMatchObject([{ pickup_member_id: 132, queue_id: 1 }]);
    const again = await pabx.control('pick-up', { sessionId: id, extension: '1003' });
    expect(at(again, 'error')).toContain('not waiting');
  });

  it('transfers to an internal extension id, not a number', async () => {
    const id = await write('+5511900001111');
    const to = (destinationId: number): Promise<Json> =>
      pabx.post('message_session/transfer', {
        session_id: id,
        destination_type: 'extension',
        destination_id: destinationId,
      });
    expect(at(await to(1004), 'errcode')).toBe(60001);
    expect(at(await to(134), 'errcode')).toBe(0);
    expect(await list('1004')).toMatchObject([
      { id, from: { user_no: '1004', user_type: 1 }, queue_id: 0, pickup_member_id: 134 },
    ]);
    const line = at(await history(id), 'data', 'records', 0);
    expect(at(line, 'msg_type')).toBe(1);
    expect(JSON.parse(textAt(line, 'param'))).toMatchObject({
      from: { type: 'queue', id: 1 },
      to: { type: 'extension', id: 134, number: '1004' },
    });
  });

  it('keeps the queue when a member of it takes the session by a transfer to themselves', async () => {
    const id = await write('+5511900001111');
    await pabx.post('message_session/transfer', {
      session_id: id,
      destination_type: 'extension',
      destination_id: 131,
    });
    expect(await list('1001')).toMatchObject([{ id, queue_id: 1, pickup_member_id: 131 }]);
    expect(await ids('1002')).toEqual([]);
  });

  it('transfers to a queue with line 6, and to the platform, whose list is another', async () => {
    const id = await write('+5511900001111');
    await pabx.control('pick-up', { sessionId: id, extension: '1001' });
    await pabx.post('message_session/transfer', {
      session_id: id,
      destination_type: 'queue',
      destination_id: 3,
    });
    expect(await newestType(id)).toBe(6);
    expect(await ids('1004')).toEqual([id]);
    await pabx.post('message_session/transfer', { session_id: id, destination_type: 'api' });
    expect(await ids('1004')).toEqual([]);
    const platform = await pabx.get('message_session/list', { page_size: 5, user_type: 9, user_no: 'api' });
    expect(listAt(platform, 'list')).toHaveLength(1);
  });

  it('archives and removes for one user; a new message brings it back', async () => {
    const id = await write('+5511900001111');
    await pabx.post('message_session/archive', { session_id: id, user_type: 1, user_no: '1001' });
    expect(await ids('1001')).toEqual([]);
    expect(await ids('1001', { is_archived: 1 })).toEqual([id]);
    expect(await ids('1002')).toEqual([id]);
    await pabx.post('message_session/unarchive', { session_id: id, user_type: 1, user_no: '1001' });
    expect(await ids('1001')).toEqual([id]);
    await pabx.get('message_session/delete', { session_id: id, user_type: 1, user_no: '1001' });
    expect(await ids('1001', { is_archived: 2, is_closed: 2 })).toEqual([]);
    expect(await ids('1002')).toEqual([id]);
    await write('+5511900001111');
    expect(await ids('1001')).toEqual([id]);
  });

  it('opens another session when the contact writes after the end', async () => {
    const first = await write('+5511900001111');
    await pabx.post('message_session/close', { session_id: first });
    expect(await newestType(first)).toBe(2);
    expect(at(await pabx.post('message_session/close', { session_id: first }), 'errcode')).toBe(10009);
    const second = await write('+5511900001111');
    expect(second).not.toBe(first);
    expect(await ids('1001')).toEqual([second]);
  });

  it('counts down the 24-hour window of WhatsApp and Facebook only', async () => {
    await write('+5511900001111');
    await write('psid1', { channel: 'facebook' });
    await write('+5511900001111', { channel: 'sms' });
    await pabx.control('clock', { advanceMs: 3_600_000 });
    await pabx.signIn();
    const expires = async (): Promise<unknown> =>
      Object.fromEntries((await list('1001')).map((session) => [at(session, 'type'), at(session, 'expire')]));
    expect(await expires()).toEqual({ whatsapp: 82_800, facebook: 82_800, sms: -1 });
    await pabx.control('clock', { advanceMs: 23 * 3_600_000 });
    await pabx.signIn();
    expect(await expires()).toEqual({ whatsapp: 0, facebook: 0, sms: -1 });
  });

  it('closes what nobody touched for the days of its channel (line 3)', async () => {
    const id = await write('+5511900001111');
    await pabx.control('clock', { advanceMs: 6 * 86_400_000 });
    await pabx.signIn();
    expect(await ids('1001')).toEqual([id]);
    await pabx.control('clock', { advanceMs: 86_400_000 });
    await pabx.signIn();
    expect(await ids('1001')).toEqual([]);
    expect(await newestType(id)).toBe(3);
  });

  it('tells a visitor’s own end (line 7) and an unsupported message (line 4) apart', async () => {
    const id = await write('visitor-1', { channel: 'livechat', isUnsupported: true });
    expect(await newestType(id)).toBe(4);
    await pabx.control('close', { sessionId: id, by: 'contact' });
    expect(await newestType(id)).toBe(7);
  });

  it('finds by name, number and words, without regard to accents', async () => {
    const id = await write('+5511900001111', { name: 'Conceição', text: 'segunda via' });
    await write('+5511900002222', { name: 'Outro' });
    const search = async (value: string): Promise<unknown[]> => {
      const query = { page_size: 5, user_type: 1, user_no: '1001', search_value: value };
      return listAt(await pabx.get('message_session/search', query), 'list').map((one) => at(one, 'id'));
    };
    expect(await search('conceicao')).toEqual([id]);
    expect(await search('1111')).toEqual([id]);
    expect(await search('SEGUNDA')).toEqual([id]);
  });
});
