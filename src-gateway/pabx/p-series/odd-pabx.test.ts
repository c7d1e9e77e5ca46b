// What a real PABX may do otherwise than the emulator, wherever the API's pages leave it open.
import { afterEach, describe, expect, it } from 'vitest';
import type { Pabx } from '../pabx.ts';
import { EagerClock } from './manual-clock.ts';
import { createPSeries } from './p-series.ts';
import { type Script, type ScriptedPabx, startScriptedPabx } from './scripted-pabx.ts';

let pabx: ScriptedPabx;
let connector: Pabx;
let warnings: string[];

async function against(scripts: Readonly<Record<string, Script>>): Promise<Pabx> {
  pabx = await startScriptedPabx(scripts);
  warnings = [];
  const clock = new EagerClock(Date.now());
  const note = (_details: object, text: string): void => void warnings.push(text);
  const log = { info: note, warn: note, error: note };
  connector = createPSeries({
    url: `${pabx.url}/`,
    clientId: 'id',
    clientSecret: 'secret',
    random: () => 0,
    clock,
    log,
  });
  return connector;
}

afterEach(async () => {
  await connector.dispose();
  await pabx.stop();
});

const ok = (fields: object): object => ({ errcode: 0, errmsg: 'SUCCESS', ...fields });
const row = (id: number, values: object = {}): object => ({
  id,
  type: 'sms',
  is_close: 0,
  is_archived: 0,
  from: { user_no: '1001', user_type: 1 },
  to: { user_no: '+5511', user_type: 2 },
  did_number: '+1',
  last_msg_id: id * 10,
  queue_id: 0,
  pickup_member_id: 0,
  ...values,
});
const record = (id: number, values: object = {}): object => ({
  session_id: 7,
  msg_id: id,
  sender: { user_no: '1001', user_type: 1, username: 'Ana' },
  msg_type: 0,
  msg_body: `m${id}`,
  send_time: Math.floor(Date.now() / 1000),
  ...values,
});

describe('lists of sessions', () => {
  it('asks for all of them in the API’s own words', async () => {
    await against({ 'message_session/list': () => ok({ list: [] }) });
    expect(await connector.sessions('1001', { limit: 10 })).toEqual([]);
    expect(pabx.asked.at(-1)?.query).toMatchObject({
      user_type: '1',
      user_no: '1001',
      collection: 'all',
      is_archived: '2',
      is_closed: '2',
      is_pickup: '0',
      page_size: '10',
    });
  });

  it('end, each session once, when the cursor includes its own message and when pages are short', async () => {
    const all = Array.from({ length: 7 }, (_, index) => row(7 - index));
    await against({
      'message_session/list': ({ query }) => {
        const cursor = Number(query['first_msg_id'] ?? Infinity);
        const page = all.filter((one) => (one as { last_msg_id: number }).last_msg_id <= cursor).slice(0, 3);
        return ok({ list: page });
      },
    });
    const sessions = await connector.sessions('1001', { limit: 100 });
    expect(sessions.map((session) => session.id)).toEqual([7, 6, 5, 4, 3, 2, 1]);
  });

  it('do without the details where those are not permitted', async () => {
    await against({
      'message_session/list': () => ok({ list: [row(1)] }),
      'message_session/query': () => ({ errcode: 10005, errmsg: 'ACCESS DENIED' }),
    });
    const [session] = await connector.sessions('1001', { limit: 1 });
    expect(session).toMatchObject({ id: 1, address: '+5511', sender: '+1', channelName: '', holder: '1001' });
  });

  it('leave out a row of a kind that is not known yet, and say so', async () => {
    await against({ 'message_session/list': () => ok({ list: [row(2, { type: 'telegram' }), row(1)] }) });
    expect((await connector.sessions('1001', { limit: 5 })).map((session) => session.id)).toEqual([1]);
    expect(warnings).toContain('pabx: a row cannot be read');
  });

  it('never show as waiting what somebody unknown holds', async () => {
    await against({
      'message_session/list': () => ok({ list: [row(1, { from: null, queue_id: 3, pickup_member_id: 55 })] }),
      'message_queue/list': () => ok({ list: [] }),
      'extension/list': () => ok({ data: [] }),
    });
    expect((await connector.sessions('1001', { limit: 1 }))[0]?.holder).toBe('#55');
    await connector.sessions('1001', { limit: 1 });
    expect(pabx.countOf('extension/list')).toBe(1);
  });

  it('with nothing that can be read are an answer that Lynk does not understand', async () => {
    await against({ 'message_session/list': () => ok({ list: [{ id: 'x' }] }) });
    await expect(connector.sessions('1001', { limit: 1 })).rejects.toMatchObject({
      code: 'pabx.invalidAnswer',
    });
  });
});

describe('history', () => {
  it('is in order whichever way the PABX sorts, and without doubles when pages overlap', async () => {
    const all = Array.from({ length: 150 }, (_, index) => record(index + 1));
    await against({
      'message/get': ({ query }) => {
        const before = Number(query['last_msg_id'] ?? Infinity);
        const older = all.filter((one) => (one as { msg_id: number }).msg_id <= before);
        return ok({ data: { session_id: 7, records: older.slice(-Number(query['page_size'])) } });
      },
    });
    const messages = await connector.messages(7, { limit: 130 });
    expect(messages.map((message) => message.id)).toEqual(
      Array.from({ length: 130 }, (_, index) => index + 21),
    );
  });
});

describe('an answer of message/send', () => {
  const send = (target: { sessionId: number } | { provider: string; sender: string; address: string }) =>
    connector.send({ target, from: '1001', content: { kind: 'text', text: 'Olá' }, requestId: 'r1' });

  it('without the message’s id is completed from the history', async () => {
    await against({
      'message/send': () => ok({}),
      'message/get': () => ok({ data: { records: [record(4), record(5, { msg_body: 'Olá' })] } }),
    });
    expect(await send({ sessionId: 7 })).toEqual({ messageId: 5, sessionId: 7 });
  });

  it('without anything is completed from the list and the history', async () => {
    await against({
      'message/send': () => ok({}),
      'message_session/list': () => ok({ list: [row(9, { to: { user_no: '+55 (11)' } }), row(8)] }),
      'message/get': () => ok({ data: { records: [record(90, { session_id: 9, msg_body: 'Olá' })] } }),
    });
    const sent = await send({ provider: 'general', sender: '+1', address: '+5511' });
    expect(sent).toEqual({ messageId: 90, sessionId: 9 });
  });

  it('that leads nowhere is no reason to send again: the error says that it may be done', async () => {
    await against({
      'message/send': () => ok({}),
      'message/get': () => ok({ data: { records: [] } }),
    });
    await expect(send({ sessionId: 7 })).rejects.toMatchObject({ details: { mayBeDone: true } });
    expect(pabx.countOf('message/send')).toBe(1);
  });
});

describe('directories', () => {
  it('are read to the last page by their total, also when the PABX gives smaller pages than asked for', async () => {
    await against({
      'extension/list': ({ query }) => {
        const page = Number(query['page']);
        const data = [1, 2].map((index) => ({
          id: page * 10 + index,
          number: `${page}${index}`,
          caller_id_name: '',
        }));
        return ok({ total_number: 6, data });
      },
    });
    expect((await connector.extensions()).map((extension) => extension.number)).toEqual([
      '11',
      '12',
      '21',
      '22',
      '31',
      '32',
    ]);
  });
});

describe('an address', () => {
  it('that redirects is not followed: the credential stays here', async () => {
    await against({ get_token: () => ({ status: 301, type: 'text/html', text: '' }) });
    await expect(connector.check()).rejects.toMatchObject({ code: 'pabx.invalidAnswer' });
  });

  it('that is none is refused in words', () => {
    const options = { clientId: 'id', clientSecret: 'secret' };
    expect(() => createPSeries({ url: 'pabx.example', ...options })).toThrow(/not the address of a PABX/u);
  });
});

describe('a download', () => {
  const file = { id: 'f', name: 'a.png', uri: 'd/f', mimeType: 'image/png', sizeBytes: 3 };
  const path = 'ysdisk/cache/chat/d/f';

  it('that gives the portal’s HTML, or a refusal as JSON, is not taken for the file', async () => {
    await against({
      [path]: () => ({ status: 200, type: 'image/png', text: '\n<!DOCTYPE html><html></html>' }),
    });
    await expect(connector.download(file, 'sms')).rejects.toMatchObject({ code: 'file.notFound' });
    await connector.dispose();
    await pabx.stop();
    await against({ [path]: () => ({ errcode: 60001, errmsg: 'DATA NOT FOUND' }) });
    await expect(connector.download(file, 'sms')).rejects.toMatchObject({ code: 'file.notFound' });
  });

  it('gives an HTML or JSON file that a contact really sent', async () => {
    await against({
      [path]: ({ query }) =>
        query['access_token'] === 'token-1'
          ? { status: 200, type: 'application/json', text: '{"a":1}' }
          : { status: 403, type: 'text/plain', text: '' },
    });
    const json = { ...file, name: 'a.json', mimeType: 'application/json' };
    expect(await (await connector.download(json, 'sms')).text()).toBe('{"a":1}');
  });
});
