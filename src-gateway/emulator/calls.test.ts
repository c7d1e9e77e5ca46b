import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { at, callPabx, listAt, textAt, type EventSocket, type PabxCaller } from './test-caller.ts';

describe('calls', () => {
  let pabx: PabxCaller;
  let socket: EventSocket;
  beforeEach(async () => {
    pabx = await callPabx();
    socket = await pabx.events(30008, 30011, 30015);
  });
  afterEach(() => pabx.stop());

  const dial = async (caller: string, callee: string): Promise<string> => {
    const answer = await pabx.post('call/dial', { caller, callee });
    await pabx.control('clock', { advanceMs: 1 });
    return textAt(answer, 'call_id');
  };
  const statuses = (): unknown[] =>
    socket.frames
      .filter(({ type }) => type === 30011)
      .map(({ msg }) => [
        at(msg, 'members', 0, 'extension', 'member_status'),
        at(msg, 'members', 1, 'outbound', 'member_status'),
      ]);

  it('ring the caller’s own phone first, and go on as control says', async () => {
    const callId = await dial('1001', '+5511912345678');
    for (const event of ['ring', 'answer', 'hold', 'bye']) await pabx.control('call', { callId, event });
    await socket.until(() => statuses().length === 5);
    expect(statuses()).toEqual([
      ['RING', undefined],
      ['ALERT', 'RING'],
      ['ANSWERED', 'ANSWER'],
      ['HOLD', 'ANSWER'],
      ['BYE', 'BYE'],
    ]);
    const states = socket.frames.filter(({ type }) => type === 30008).map(({ msg }) => at(msg, 'status'));
    expect(states).toEqual(['Ringing', 'Busy', 'Busy', 'Busy', 'Idle']);
    expect(at(await pabx.control('call', { callId, event: 'bye' }), 'error')).toContain('is over');
  });

  it('are refused by an event, not by the answer', async () => {
    await pabx.control('permit-calls', { extension: '1001', allowed: false });
    const callId = await dial('1001', '+5511912345678');
    await socket.until(() => socket.frames.length > 0);
    expect(socket.frames).toMatchObject([{ type: 30015, msg: { call_id: callId } }]);
    const borrowed = { caller: '1001', callee: '+5511912345678', dial_permission: '1002' };
    expect(at(await pabx.post('call/dial', borrowed), 'errcode')).toBe(0);
    await pabx.control('clock', { advanceMs: 1 });
    await socket.until(() => statuses().length === 1);
  });

  it('can be asked for and hung up by channel while they live', async () => {
    await dial('1001', '+5511912345678');
    const live = await pabx.get('call/query', { extension: '1001' });
    const channel = textAt(live, 'data', 0, 'members', 0, 'extension', 'channel_id');
    expect(at(await pabx.post('call/hangup', { channel_id: channel }), 'errcode')).toBe(0);
    expect(listAt(await pabx.get('call/query', { extension: '1001' }), 'data')).toEqual([]);
    expect(await pabx.post('call/hangup', { channel_id: channel })).toEqual({
      errcode: 70130,
      errmsg: 'CAHNNEL ID NOT FOUND',
    });
  });

  it('leave line 8 in the session with the number', async () => {
    const from = '+5511912345678';
    const written = await pabx.control('contact-writes', { channel: 'whatsapp', from });
    const sessionId = Number(at(written, 'sessionId'));
    await pabx.control('pick-up', { sessionId, extension: '1001' });
    const callId = await dial('1001', from);
    await pabx.control('call', { callId, event: 'answer' });
    await pabx.control('clock', { advanceMs: 42_000 });
    await pabx.control('call', { callId, event: 'bye' });
    const line = at(await pabx.get('message/get', { id: sessionId, page_size: 1 }), 'data', 'records', 0);
    expect(at(line, 'msg_type')).toBe(8);
    expect(JSON.parse(textAt(line, 'param'))).toMatchObject({ status: 'answered', talk_duration: 42 });
  });

  it('live by themselves when people are about', async () => {
    await pabx.control('people', { running: true });
    await dial('1001', '+5511912345678');
    await pabx.control('clock', { advanceMs: 180_000 });
    expect(listAt(await pabx.get('call/query'), 'data')).toEqual([]);
    const state = await pabx.control('state');
    expect(at(state, 'calls', 0, 'stage')).toBe('ended');
  });
});
