import { afterEach, describe, expect, it } from 'vitest';
import { startEmulator } from './emulator.ts';
import { at, callPabx, listAt, textAt, type Json, type PabxCaller } from './test-caller.ts';

describe('the emulator', () => {
  let pabx: PabxCaller | null = null;
  afterEach(async () => {
    await pabx?.stop();
    pabx = null;
  });

  it('says which port is taken', async () => {
    pabx = await callPabx();
    const port = Number(new URL(pabx.url).port);
    await expect(startEmulator({ port })).rejects.toMatchObject({ code: 'config.portInUse' });
  });

  it('can be stopped twice, also with sockets open', async () => {
    const running = await startEmulator({ people: true });
    await running.stop();
    await running.stop();
    await expect(fetch(running.url)).rejects.toThrow('fetch failed');
  });

  it('begins with a past: each channel, system lines 1 to 8, campaigns in five states', async () => {
    pabx = await callPabx({ history: true });
    const state = await pabx.control('state');
    const sessions = listAt(state, 'sessions');
    expect(new Set(sessions.map((session) => at(session, 'type'))).size).toBe(4);
    const types = sessions.flatMap((session) => listAt(session, 'messages').map((one) => at(one, 'type')));
    expect([...new Set(types)].sort()).toEqual([0, 1, 2, 3, 4, 5, 7, 8]);
    const campaigns = listAt(state, 'campaigns').map((campaign) => at(campaign, 'status'));
    expect(new Set(campaigns)).toEqual(new Set(['completed', 'stop', 'scheduled', 'draft']));
    const mine = await pabx.get('message_session/list', { page_size: 50, user_type: 1, user_no: '1001' });
    expect(listAt(mine, 'list').length).toBeGreaterThanOrEqual(3);
    const newest = Number(at(mine, 'list', 0, 'last_msg_id'));
    expect(newest).toBeGreaterThan(40);
    expect(at(state, 'now')).toBe(Date.UTC(2026, 10, 23, 12));
  });

  it('has a hundred thousand earlier sessions at hand, without storing a message of them', async () => {
    pabx = await callPabx({ scale: 100_000 });
    expect(at(await pabx.control('state'), 'generatedSessions')).toBe(100_000);
    const query = { page_size: 100, user_type: 1, user_no: '1001', is_archived: 2, is_closed: 2 };
    const first = await pabx.get('message_session/list', query);
    expect(listAt(first, 'list')).toHaveLength(100);
    const cursor = Number(at(first, 'list', 99, 'last_msg_id'));
    const second = await pabx.get('message_session/list', { ...query, first_msg_id: cursor });
    expect(Number(at(second, 'list', 0, 'last_msg_id'))).toBeLessThan(cursor);
    const id = Number(at(first, 'list', 0, 'id'));
    const history = await pabx.get('message/get', { id, page_size: 50 });
    expect(at(history, 'data', 'records', 0, 'msg_id')).toBe(at(first, 'list', 0, 'last_msg_id'));
    expect(await pabx.get('message/get', { id, page_size: 50 })).toEqual(history);
    const oldest = Number(at(listAt(history, 'data', 'records').at(-1), 'msg_id'));
    const before = await pabx.get('message/get', { id, page_size: 50, last_msg_id: oldest });
    expect(listAt(before, 'data', 'records')).toEqual([]);
  });

  it('goes on writing in a session of the past', async () => {
    pabx = await callPabx({ scale: 1000 });
    const query = { page_size: 1, user_type: 1, user_no: '1001', is_archived: 0, is_closed: 0, is_pickup: 1 };
    const open = at(await pabx.get('message_session/list', query), 'list', 0);
    const channel = at(open, 'type') === 'sms' ? 'sms' : 'whatsapp';
    const from = textAt(open, 'to', 'user_no');
    const did = textAt(open, 'did_number');
    const written = await pabx.control('contact-writes', { channel, did, from, text: 'voltei' });
    expect(at(written, 'sessionId')).toBe(at(open, 'id'));
    const { length } = listAt(
      await pabx.get('message/get', { id: Number(at(open, 'id')), page_size: 50 }),
      'data',
      'records',
    );
    expect(length).toBeGreaterThan(2);
  });

  describe('its control endpoint', () => {
    const ask = async (init: Parameters<PabxCaller['raw']>[1], path: string): Promise<[number, Json]> => {
      const response = await pabx!.raw(`/control/${path}`, init);
      return [response.status, JSON.parse(await response.text()) as Json];
    };

    it('wants its token', async () => {
      pabx = await callPabx({ controlToken: 'right' });
      expect(await ask({ headers: { authorization: 'Bearer wrong' } }, 'state')).toEqual([
        401,
        { error: 'Send the control token: "Authorization: Bearer <token>".' },
      ]);
    });

    it('says what is wrong, in words', async () => {
      pabx = await callPabx({ controlToken: 'right' });
      const headers = { authorization: 'Bearer right' };
      const post = (path: string, body: string): Promise<[number, Json]> =>
        ask({ method: 'POST', headers, body }, path);
      const [unknown, verbs] = await post('dance', '{}');
      expect(unknown).toBe(404);
      expect(at(verbs, 'error')).toContain('contact-writes');
      const [wrong, field] = await post('contact-writes', '{"channel":"fax","from":"1"}');
      expect([wrong, textAt(field, 'error')]).toEqual([400, expect.stringContaining('channel')]);
      const [gone, thing] = await post('close', '{"sessionId":1}');
      expect([gone, at(thing, 'error')]).toEqual([409, '60001 DATA NOT FOUND: no session with the id 1']);
      expect((await post('close', '{'))[0]).toBe(400);
      expect((await post('deliver', '{"msgId":1,"to":"sent","toto":1}'))[0]).toBe(400);
    });

    it('transfers and closes from the vendor’s own client', async () => {
      pabx = await callPabx();
      const written = await pabx.control('contact-writes', { channel: 'whatsapp', from: '+5511900001111' });
      const sessionId = Number(at(written, 'sessionId'));
      await pabx.control('transfer', { sessionId, to: { extension: '1004' }, by: '1002' });
      await pabx.control('transfer', { sessionId, to: { queueId: 2 }, by: '1004' });
      await pabx.control('close', { sessionId, by: '1002' });
      const { messages } = (await pabx.control(`messages?sessionId=${sessionId}`)) as { messages: Json[] };
      expect(messages.map((one) => [at(one, 'type'), at(one, 'by')])).toEqual([
        [0, '+5511900001111'],
        [1, '1002'],
        [6, '1004'],
        [2, '1002'],
      ]);
    });

    it('shows what was sent with which request_id', async () => {
      pabx = await callPabx();
      const written = await pabx.control('contact-writes', { channel: 'whatsapp', from: '+5511900001111' });
      await pabx.post('message/send', {
        sender_type: 1,
        sender_no: '1001',
        session_id: Number(at(written, 'sessionId')),
        msg_body: 'Olá',
        request_id: 'r-1',
      });
      const state = await pabx.control('state');
      expect(state).toMatchObject({ tokens: 1, sockets: 0 });
      expect(at(state, 'sessions', 0, 'messages', 1)).toMatchObject({
        by: '1001',
        requestId: 'r-1',
        status: 'sending',
      });
    });

    it('begins anew: sessions, sign-ins and sockets are gone', async () => {
      pabx = await callPabx();
      await pabx.control('contact-writes', { channel: 'whatsapp', from: '+5511900001111' });
      const socket = await pabx.events(30031);
      await pabx.control('reset', {});
      expect(await socket.closed).toBe(1006);
      expect(await pabx.control('state')).toMatchObject({ tokens: 0, sessions: [] });
      expect(at(await pabx.get('message_queue/list'), 'errcode')).toBe(10004);
      expect(at(await pabx.signIn(), 'errcode')).toBe(0);
    });
  });
});
