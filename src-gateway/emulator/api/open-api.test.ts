import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { at, callPabx, type PabxCaller } from '../test-caller.ts';

describe('the Open API over HTTP', () => {
  let pabx: PabxCaller;
  beforeEach(async () => {
    pabx = await callPabx();
  });
  afterEach(() => pabx.stop());

  const body = async (response: Response): Promise<unknown> => ({
    status: response.status,
    ...(JSON.parse(await response.text()) as object),
  });

  it('signs in with six fields and seconds', async () => {
    expect(await pabx.signIn()).toEqual({
      errcode: 0,
      errmsg: 'SUCCESS',
      access_token_expire_time: 1800,
      access_token: expect.stringMatching(/^\w{32}$/u),
      refresh_token_expire_time: 86_400,
      refresh_token: expect.stringMatching(/^\w{32}$/u),
    });
  });

  it('answers refusals with HTTP 200', async () => {
    const response = await pabx.raw('/openapi/v1.0/message_queue/list?access_token=wrong');
    expect(await body(response)).toEqual({ status: 200, errcode: 10004, errmsg: 'TOKEN EXPIRED' });
  });

  it('takes the token from the query only', async () => {
    const headers = { authorization: `Bearer ${pabx.token()}` };
    const response = await pabx.raw('/openapi/v1.0/message_queue/list', { headers });
    expect(await body(response)).toMatchObject({ errcode: 10004 });
  });

  it('wants a User-Agent on every request', async () => {
    const response = await pabx.raw(`/openapi/v1.0/message_queue/list?access_token=${pabx.token()}`, {
      headers: { 'user-agent': '' },
    });
    expect(await body(response)).toMatchObject({ status: 200, errcode: 40002, errmsg: 'PARAMETER ERROR' });
  });

  it('closes the connection after each answer', async () => {
    const response = await pabx.raw('/openapi/v1.0/message_queue/list');
    expect(response.headers.get('connection')).toBe('close');
  });

  it('knows no other endpoints, nor other methods', async () => {
    expect(at(await pabx.get('message_session/pickup'), 'errcode')).toBe(10001);
    expect(at(await pabx.get('message/send'), 'errcode')).toBe(10001);
    expect(at(await pabx.post('message_session/list', {}), 'errcode')).toBe(10001);
  });

  it('tells broken JSON from wrong fields', async () => {
    const broken = await pabx.raw(`/openapi/v1.0/message/send?access_token=${pabx.token()}`, {
      method: 'POST',
      body: '{"sender_type":',
    });
    expect(await body(broken)).toMatchObject({ errcode: 40001, errmsg: 'PARAMETER SYNTAX ERROR' });
    expect(at(await pabx.post('message/send', { sender_type: 5 }), 'errcode')).toBe(40002);
  });

  it('blocks an address after five wrong secrets, tokens or not', async () => {
    for (let time = 1; time <= 5; time += 1) {
      expect(at(await pabx.signIn('wrong'), 'errcode')).toBe(10005);
    }
    expect(await pabx.signIn()).toEqual({ errcode: 70004, errmsg: 'ACCOUNT IP BLOCKED' });
    expect(at(await pabx.get('message_queue/list'), 'errcode')).toBe(70004);
  });

  it('refuses the ninth token', async () => {
    for (let time = 2; time <= 8; time += 1) expect(at(await pabx.signIn(), 'errcode')).toBe(0);
    expect(at(await pabx.signIn(), 'errcode')).toBe(60002);
    expect(at(await pabx.get('del_token'), 'errcode')).toBe(0);
    expect(at(await pabx.get('message_queue/list'), 'errcode')).toBe(10004);
    expect(at(await pabx.signIn(), 'errcode')).toBe(0);
  });

  it('ends tokens after half an hour of its clock', async () => {
    await pabx.control('clock', { advanceMs: 1_800_000 });
    expect(at(await pabx.get('message_queue/list'), 'errcode')).toBe(10004);
  });

  it('shows its web page where no endpoint is', async () => {
    const response = await pabx.raw('/anything');
    expect(response.headers.get('content-type')).toContain('text/html');
  });
});
