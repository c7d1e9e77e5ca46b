import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { at, callPabx, type PabxCaller } from '../test-caller.ts';

const hello = { channel: 'whatsapp', from: '+5511912345678', name: 'Rita', text: 'oi' };

describe('the event socket', () => {
  let pabx: PabxCaller;
  beforeEach(async () => {
    pabx = await callPabx();
  });
  afterEach(() => pabx.stop());

  it('answers the bare heartbeat with a bare text', async () => {
    const socket = await pabx.events(30031);
    socket.send('heartbeat');
    await socket.until(() => socket.texts.length > 0);
    expect(socket.texts).toEqual(['heartbeat response']);
  });

  it('answers a subscription, and again a later one, which replaces the topics', async () => {
    const socket = await pabx.events(30031);
    socket.send('{"topic_list":[30009]}');
    await socket.until(() => socket.texts.length > 0);
    expect(socket.texts).toEqual(['{"errcode":0,"errmsg":"SUCCESS"}']);
    await pabx.control('contact-writes', hello);
    await pabx.control('presence', { extension: '1002', status: 'lunch' });
    await socket.until(() => socket.frames.length > 0);
    expect(socket.frames).toMatchObject([{ type: 30009, msg: { extension: '1002', status: 'lunch' } }]);
  });

  it('refuses what is neither', async () => {
    const socket = await pabx.events(30031);
    socket.send('hello?');
    await socket.until(() => socket.texts.length > 0);
    expect(socket.texts).toEqual(['{"errcode":40001,"errmsg":"PARAMETER SYNTAX ERROR"}']);
  });

  it('cuts a line after 60 s without any exchange', async () => {
    const socket = await pabx.events(30031);
    await pabx.control('clock', { advanceMs: 50_000 });
    socket.send('heartbeat');
    await socket.until(() => socket.texts.length > 0);
    await pabx.control('clock', { advanceMs: 59_000 });
    expect(socket.isOpen()).toBe(true);
    await pabx.control('clock', { advanceMs: 1000 });
    expect(await socket.closed).toBe(1006);
  });

  it('cuts a line when its token is over, however lively it is', async () => {
    const socket = await pabx.events(30031);
    for (let minute = 1; minute <= 30; minute += 1) {
      await pabx.control('clock', { advanceMs: 59_000 });
      socket.send('heartbeat');
      await socket.until(() => socket.texts.length === minute);
    }
    expect(socket.isOpen()).toBe(true);
    await pabx.control('clock', { advanceMs: 30_000 });
    expect(await socket.closed).toBe(1006);
  });

  it('refuses a wrong token with HTTP 200 and the errcode', async () => {
    const token = pabx.token();
    await pabx.control('expire-tokens', {});
    expect(token).not.toBe('');
    await expect(pabx.events(30031)).rejects.toThrow('{"errcode":10004,"errmsg":"TOKEN EXPIRED"}');
  });

  it('wants a User-Agent here too', async () => {
    const url = `${pabx.url.replace('http', 'ws')}/openapi/v1.0/subscribe?access_token=${pabx.token()}`;
    const socket = new WebSocket(url);
    const status = await new Promise((resolve) => {
      socket.on('unexpected-response', (_request, response) => resolve(response.statusCode));
    });
    socket.on('error', () => undefined);
    socket.terminate();
    expect(status).toBe(200);
  });

  it('carries msg as a string in some events and as an object in others', async () => {
    const socket = await pabx.events(30009, 30031, 30032, 30038);
    const { sessionId } = (await pabx.control('contact-writes', hello)) as { sessionId: number };
    await pabx.control('presence', { extension: '1002', status: 'away' });
    await pabx.post('message/send', {
      sender_type: 1,
      sender_no: '1001',
      session_id: sessionId,
      msg_body: 'olá',
    });
    await pabx.control('clock', { advanceMs: 10_000 });
    await socket.until(() => socket.frames.some(({ type }) => type === 30038));
    const forms = new Map(socket.frames.map(({ type, raw }) => [type, typeof raw]));
    expect(Object.fromEntries(forms)).toEqual({
      30009: 'string',
      30031: 'string',
      30032: 'object',
      30038: 'string',
    });
    const receipt = socket.frames.find(({ type }) => type === 30038);
    expect(receipt?.msg).toMatchObject({ data: { session_id: sessionId, user_id: 0 } });
  });

  it('tells some new messages twice, unless told not to', async () => {
    const socket = await pabx.events(30031);
    await pabx.control('contact-writes', { ...hello, times: 14 });
    await socket.until(() => socket.frames.length >= 16);
    const ids = socket.frames.map(({ msg }) => at(msg, 'msg_id'));
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([7, 14]);
    socket.frames.length = 0;
    await pabx.control('pushes', { duplicates: false });
    await pabx.control('contact-writes', { ...hello, times: 14 });
    await socket.until(() => socket.frames.length >= 14);
    expect(new Set(socket.frames.map(({ msg }) => at(msg, 'msg_id'))).size).toBe(14);
  });

  it('keeps system lines to the history, unless told to push them', async () => {
    const socket = await pabx.events(30031);
    const { sessionId } = (await pabx.control('contact-writes', hello)) as { sessionId: number };
    await pabx.control('pick-up', { sessionId, extension: '1002' });
    await pabx.control('pushes', { systemLines: true });
    await pabx.control('close', { sessionId, by: '1002' });
    await socket.until(() => socket.frames.length >= 2);
    expect(socket.frames.map(({ msg }) => at(msg, 'msg_type'))).toEqual([0, 2]);
  });

  it('can be silenced, so that only polling finds new messages', async () => {
    const socket = await pabx.events(30009, 30031);
    await pabx.control('pushes', { messages: false });
    await pabx.control('contact-writes', hello);
    await pabx.control('presence', { extension: '1002', status: 'away' });
    await socket.until(() => socket.frames.length > 0);
    expect(socket.frames.map(({ type }) => type)).toEqual([30009]);
  });

  it('can be dropped, and stalled without losing anything', async () => {
    const dropped = await pabx.events(30031);
    expect(await pabx.control('drop-sockets', {})).toEqual({ dropped: 1 });
    expect(await dropped.closed).toBe(1006);
    const stalled = await pabx.events(30031);
    expect(await pabx.control('stall-sockets', { ms: 700 })).toEqual({ stalled: 1 });
    stalled.send('heartbeat');
    await pabx.control('contact-writes', hello);
    expect(stalled.texts.length + stalled.frames.length).toBe(0);
    await stalled.until(() => stalled.texts.length + stalled.frames.length === 2);
    expect(stalled.texts).toEqual(['heartbeat response']);
  });
});
