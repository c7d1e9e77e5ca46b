import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  at,
  callPabx,
  textAt,
  type EventSocket,
  listAt,
  type Json,
  type PabxCaller,
} from '../test-caller.ts';

describe('messages', () => {
  let pabx: PabxCaller;
  let sessionId: number;
  beforeEach(async () => {
    pabx = await callPabx();
    sessionId = await write({});
  });
  afterEach(() => pabx.stop());

  async function write(more: Record<string, Json>): Promise<number> {
    const contact = { channel: 'whatsapp', from: '+5511912345678', name: 'Rita', text: 'oi', ...more };
    return Number(at(await pabx.control('contact-writes', contact), 'sessionId'));
  }
  const send = (more: Record<string, Json> = {}): Promise<Json> =>
    pabx.post('message/send', {
      sender_type: 1,
      sender_no: '1001',
      session_id: sessionId,
      msg_kind: 0,
      msg_type: 0,
      msg_body: 'Olá!',
      ...more,
    });
  const records = async (id: number, query: Record<string, number> = {}): Promise<readonly Json[]> =>
    listAt(await pabx.get('message/get', { id, page_size: 50, ...query }), 'data', 'records');
  const session = async (user: string): Promise<Json | undefined> =>
    listAt(
      await pabx.get('message_session/list', { page_size: 5, user_type: 1, user_no: user, is_archived: 2 }),
      'list',
    )[0];

  describe('sending', () => {
    it('answers with the message’s id and no outcome', async () => {
      const answer = await send({ request_id: 'r-1' });
      expect(answer).toEqual({ errcode: 0, errmsg: 'SUCCESS', data: { msg_id: 2 } });
      expect((await records(sessionId))[0]).toMatchObject({
        msg_id: 2,
        delivery_status: 0,
        msg_body: 'Olá!',
        sender: { user_no: '1001', user_type: 1, username: 'Ana Souza' },
      });
    });

    it('does not know the same request_id again: each call sends', async () => {
      await send({ request_id: 'r-1' });
      await send({ request_id: 'r-1' });
      expect(await records(sessionId)).toHaveLength(3);
    });

    it.each<[string, Record<string, Json>, number]>([
      ['nothing to send', { msg_body: '' }, 40002],
      ['a request_id over 127 characters', { request_id: 'r'.repeat(128) }, 40002],
      ['an extension that is not there', { sender_no: '9999' }, 40002],
      ['a session that is not there', { session_id: 1 }, 60001],
      ['a file that is not there', { files: [{ uri: '20260101/x' }] }, 60001],
      ['a template without its parameters', { msg_kind: 1 }, 40002],
      ['two files in one message', { files: [{ uri: 'a' }, { uri: 'b' }] }, 40002],
    ])('refuses %s', async (_what, more, errcode) => {
      expect(at(await send(more), 'errcode')).toBe(errcode);
      expect(await records(sessionId)).toHaveLength(1);
    });

    it('refuses a closed session', async () => {
      await pabx.post('message_session/close', { session_id: sessionId });
      expect(at(await send(), 'errcode')).toBe(10009);
    });

    it('takes a waiting session of an auto queue for the first member who answers', async () => {
      const facebook = await write({ channel: 'facebook', from: 'psid7' });
      await send({ session_id: facebook, sender_no: '1002' });
      expect((await records(facebook)).map((one) => at(one, 'msg_type'))).toEqual([0, 5, 0]);
      expect(await session('1002')).toMatchObject({ id: facebook, pickup_member_id: 132 });
      await send({ session_id: facebook, sender_no: '1001' });
      expect(await session('1002')).toMatchObject({ pickup_member_id: 132 });
    });

    it('takes nothing in a manual queue, where all read and reply', async () => {
      await send();
      await send({ sender_no: '1002' });
      expect(await session('1003')).toMatchObject({ id: sessionId, pickup_member_id: 0 });
    });

    it('brings an archived session back for who writes in it', async () => {
      await pabx.post('message_session/archive', { session_id: sessionId, user_type: 1, user_no: '1001' });
      expect(await session('1001')).toMatchObject({ is_archived: 1 });
      await send();
      expect(await session('1001')).toMatchObject({ is_archived: 0 });
    });
  });

  describe('starting a session', () => {
    const start = (more: Record<string, Json> = {}): Promise<Json> =>
      pabx.post('message/send', {
        sender_type: 1,
        sender_no: '1001',
        channel: 'general',
        did_number: '+551130030001',
        to: '+55 (11) 98888-7777',
        msg_body: 'Bom dia',
        ...more,
      });

    it('opens it for the sender, with the number freed from decoration', async () => {
      expect(at(await start(), 'errcode')).toBe(0);
      expect(await session('1001')).toMatchObject({
        type: 'sms',
        to: { user_no: '+5511988887777', user_type: 2 },
        from: { user_no: '1001' },
        queue_id: 0,
      });
      expect(await session('1002')).toMatchObject({ id: sessionId });
    });

    it('goes on in the open session of the same two numbers', async () => {
      await start();
      const first = at(await session('1001'), 'id');
      await start();
      expect(at(await session('1001'), 'id')).toBe(first);
      expect(await records(Number(first))).toHaveLength(2);
    });

    it.each<[string, Record<string, Json>, number]>([
      ['an extension that is not on the DID’s list', { sender_no: '1005' }, 10009],
      ['a provider that is not the DID’s', { channel: 'twilio' }, 40002],
      ['a DID that is not ours', { did_number: '+10000' }, 60001],
      ['letters in a number', { to: 'Rita' }, 40002],
      ['Facebook', { channel: 'facebook', did_number: '104857600001', to: 'psid' }, 10009],
    ])('refuses %s', async (_what, more, errcode) => {
      expect(at(await start(more), 'errcode')).toBe(errcode);
    });
  });

  describe('history', () => {
    it('pages backwards from a message, exclusive', async () => {
      await write({ text: 'linha', times: 9 });
      const newest = await records(sessionId, { page_size: 4 });
      expect(newest.map((one) => at(one, 'msg_id'))).toEqual([10, 9, 8, 7]);
      const older = await records(sessionId, { page_size: 4, last_msg_id: 7 });
      expect(older.map((one) => at(one, 'msg_id'))).toEqual([6, 5, 4, 3]);
      expect(await records(sessionId, { page_size: 4, last_msg_id: 1 })).toEqual([]);
    });

    it('answers several sessions under data as an array', async () => {
      const other = await write({ channel: 'sms', from: '+5511900009999' });
      const answer = await pabx.get('message/query', { ids: `${sessionId},${other}`, page_size: 5 });
      expect(listAt(answer, 'data').map((one) => at(one, 'session_id'))).toEqual([sessionId, other]);
    });
  });

  describe('files', () => {
    const upload = async (...names: string[]): Promise<Json> => {
      const form = new FormData();
      for (const name of names)
        form.append('files', new Blob([`content of ${name}`], { type: 'text/plain' }), name);
      const path = `/openapi/v1.0/message/batchupload?access_token=${pabx.token()}`;
      return JSON.parse(await (await pabx.raw(path, { method: 'POST', body: form })).text()) as Json;
    };
    const chatFile = (uri: string, token = pabx.token()): Promise<Response> =>
      pabx.raw(`/ysdisk/cache/chat/${uri}?access_token=${token}`);
    const fileOf = async (id: number): Promise<{ uri: string; type: string; size: number }> => {
      const [newest] = await records(id);
      const [file] = JSON.parse(textAt(newest, 'msg_files')) as {
        uri: string;
        type: string;
        size: number;
      }[];
      return file!;
    };

    it('uploads several at once, sends one per message, and gives it back with a token', async () => {
      const kept = listAt(await upload('a.txt', 'b.txt'), 'list');
      expect(kept).toMatchObject([
        { name: 'a.txt', type: 'text/plain', size: 16 },
        { name: 'b.txt', type: 'text/plain', size: 16 },
      ]);
      expect(at(await send({ msg_body: '', files: [kept[1]!] }), 'errcode')).toBe(0);
      const { uri } = await fileOf(sessionId);
      expect(uri).toBe(at(kept[1], 'uri'));
      const response = await chatFile(uri);
      expect(response.headers.get('content-type')).toBe('application/octet-stream');
      expect(await response.text()).toBe('content of b.txt');
    });

    it('writes msg_files as a JSON string, empty without files', async () => {
      expect(at((await records(sessionId))[0], 'msg_files')).toBe('');
    });

    it('refuses an upload without parts named files', async () => {
      expect(at(await upload(), 'errcode')).toBe(40002);
    });

    it('serves Live Chat media without a token, others only with one', async () => {
      const chat = await write({ channel: 'livechat', from: 'visitor-3', file: { kind: 'voice' } });
      const voice = await fileOf(chat);
      const open = await pabx.raw(`/api/livechat/${voice.uri}`);
      expect((await open.arrayBuffer()).byteLength).toBe(voice.size);
      await write({ file: { kind: 'picture' } });
      const picture = await fileOf(sessionId);
      expect(picture.type).toBe('image/png');
      expect((await pabx.raw(`/api/livechat/${picture.uri}`)).status).toBe(404);
      expect(await (await chatFile(picture.uri, 'wrong')).text()).toBe(
        '{"errcode":10004,"errmsg":"TOKEN EXPIRED"}',
      );
      expect((await (await chatFile(picture.uri)).arrayBuffer()).byteLength).toBe(picture.size);
    });

    it('keeps them 72 hours, 24 in Live Chat, then shows its web page', async () => {
      await write({ file: { kind: 'pdf' } });
      const { uri } = await fileOf(sessionId);
      const chat = await write({ channel: 'livechat', from: 'visitor-3', file: { kind: 'video' } });
      const film = await fileOf(chat);
      await pabx.control('clock', { advanceMs: 71 * 3_600_000 });
      await pabx.signIn();
      expect((await chatFile(uri)).status).toBe(200);
      expect((await pabx.raw(`/api/livechat/${film.uri}`)).status).toBe(404);
      await pabx.control('clock', { advanceMs: 3_600_000 });
      await pabx.signIn();
      const gone = await chatFile(uri);
      expect([gone.status, gone.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
    });

    it('lets go of all files when told', async () => {
      await write({ file: { kind: 'pdf' } });
      const { uri } = await fileOf(sessionId);
      expect(await pabx.control('expire-files', {})).toEqual({ expired: 1 });
      expect((await chatFile(uri)).status).toBe(404);
    });
  });

  describe('forced answers', () => {
    it('gives the errcode as often as asked, then the true answer', async () => {
      await pabx.control('answer', { endpoint: 'message/send', errcode: 60002, times: 2 });
      const codes = [await send(), await send(), await send()].map((answer) => at(answer, 'errcode'));
      expect(codes).toEqual([60002, 60002, 0]);
      expect(await records(sessionId)).toHaveLength(2);
    });

    it('delays', async () => {
      await pabx.control('answer', { endpoint: 'message/send', errcode: 0, delayMs: 200 });
      const before = performance.now();
      expect(at(await send(), 'errcode')).toBe(0);
      expect(performance.now() - before).toBeGreaterThanOrEqual(190);
    });

    it('loses the answer of a call that was carried out', async () => {
      await pabx.control('answer', { endpoint: 'message/send', errcode: 0, isLost: true });
      await expect(send()).rejects.toThrow('fetch failed');
      expect(await records(sessionId)).toHaveLength(2);
    });
  });

  describe('delivery', () => {
    let socket: EventSocket;
    beforeEach(async () => {
      socket = await pabx.events(30032, 30038);
    });

    const results = (): unknown[] =>
      socket.frames.map(({ type, msg }) =>
        type === 30038
          ? 'read'
          : at(msg, 'delivery_status') === 2
            ? at(msg, 'send_error')
            : Number(at(msg, 'receive_time')) > 0
              ? 'delivered'
              : 'sent',
      );
    const outcome = async (more: Record<string, Json>, count = 1): Promise<unknown> => {
      socket.frames.length = 0;
      expect(at(await send(more), 'errcode')).toBe(0);
      await pabx.control('clock', { advanceMs: 30_000 });
      await socket.until(() => socket.frames.length >= count);
      return results();
    };

    it('reports sent, then the handset, then reading, with the request_id', async () => {
      expect(await outcome({ request_id: 'r-7' }, 3)).toEqual(['sent', 'delivered', 'read']);
      expect(socket.frames.map(({ msg }) => at(msg, 'request_id'))).toEqual(['r-7', 'r-7', undefined]);
      expect((await records(sessionId))[0]).toMatchObject({ delivery_status: 1 });
    });

    it('does not echo the request_id when told so', async () => {
      await pabx.control('pushes', { requestIdEcho: false });
      await outcome({ request_id: 'r-7' }, 3);
      expect(at(socket.frames[0]?.msg, 'request_id')).toBeUndefined();
    });

    it('never reports reading of an SMS', async () => {
      const sms = await write({ channel: 'sms', from: '+5511900009999' });
      await outcome({ session_id: sms }, 2);
      await outcome({}, 3);
      expect(results()).toEqual(['sent', 'delivered', 'read']);
    });

    it('fails texts that are too long for WhatsApp', async () => {
      expect(await outcome({ msg_body: 'a'.repeat(4097) })).toEqual(['msg_exceed']);
      expect(await outcome({ msg_body: 'a'.repeat(4096) }, 3)).toEqual(['sent', 'delivered', 'read']);
    });

    it('after 24 hours wants a template on WhatsApp', async () => {
      await pabx.control('clock', { advanceMs: 24 * 3_600_000 });
      await pabx.signIn();
      socket = await pabx.events(30032, 30038);
      expect(await outcome({})).toEqual(['exceeds_time_limit']);
      const template = (id: string): Record<string, Json> => ({
        msg_kind: 1,
        whatsapp_msg_param: JSON.stringify({ template_id: id, name: 'x', language: { code: 'pt_BR' } }),
      });
      expect(await outcome(template('0'))).toEqual(['template_not_exist']);
      expect(await outcome(template('1617698099100505'), 3)).toEqual(['sent', 'delivered', 'read']);
    });

    it('after 24 hours wants a tag on Facebook', async () => {
      const facebook = await write({ channel: 'facebook', from: 'psid7' });
      await pabx.control('clock', { advanceMs: 24 * 3_600_000 });
      await pabx.signIn();
      socket = await pabx.events(30032, 30038);
      expect(await outcome({ session_id: facebook })).toEqual(['exceeds_time_limit']);
      expect(await outcome({ session_id: facebook, tag: 'NEWS' })).toEqual(['invalid_param']);
      const tagged = await outcome({ session_id: facebook, tag: 'HUMAN_AGENT' }, 3);
      expect(tagged).toEqual(['sent', 'delivered', 'read']);
    });

    it('fails numbers that do not exist', async () => {
      const lost = await write({ from: '+5511900000001' });
      expect(await outcome({ session_id: lost })).toEqual(['invalid_phone_number']);
      expect(at(socket.frames[0]?.msg, 'send_error_msg')).toBe('The number is not a valid mobile number.');
    });

    it('waits for the control endpoint when it is manual, in any order', async () => {
      await pabx.control('delivery', { mode: 'manual' });
      const msgId = Number(at(await send(), 'data', 'msg_id'));
      await pabx.control('clock', { advanceMs: 30_000 });
      for (const to of ['read', 'sent', 'delivered']) await pabx.control('deliver', { msgId, to });
      await pabx.control('fail', { msgId, error: 'service_error' });
      await socket.until(() => socket.frames.length >= 4);
      expect(results()).toEqual(['read', 'sent', 'delivered', 'service_error']);
    });
  });
});
