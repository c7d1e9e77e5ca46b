import { describe, expect, it } from 'vitest';
import { connect, postSignIn, signIn } from '#tests/support/link-client.ts';
import { enter, gatewayTests, sendText } from '#tests/support/test-gateway.ts';

const start = gatewayTests();

describe('an attacker', () => {
  it('can neither read nor touch what is another agent’s', async () => {
    const system = await start();
    const file = { id: 'x', name: 'a.png', uri: 'u', mimeType: 'image/png', sizeBytes: 3 };
    const ana = await enter(system, '1001');
    const id = String(
      system.pabx.contactWrites({ address: '+551199', text: 'secret', holder: '1001', file }),
    );
    const put = await ana.event('message.put');
    const fileId = (put['message'] as { file: { id: string } }).file.id;
    const eve = await enter(system, '1003');
    const attempts = [
      await eve.command('message.page', { sessionId: id, before: null, limit: 10 }),
      await eve.command('session.pickUp', { sessionId: id }),
      await eve.command('session.end', { sessionId: id }),
      await eve.command('session.remove', { sessionId: id }),
      await eve.command('session.archive', { sessionId: id }),
      await eve.command('session.transfer', {
        sessionId: id,
        to: { kind: 'agent', extension: '1003' },
        note: '',
      }),
      await eve.command('message.markRead', { sessionId: id, position: 1 }),
      await sendText(eve, id, 'I am Ana'),
      await eve.command('call.dial', { sessionId: id, number: '+551199' }),
    ];
    for (const attempt of attempts) expect(attempt).toMatchObject({ frame: 'nack' });
    const get = async (extension: string) => {
      const token = await signIn(system.gateway.url, extension);
      return fetch(`${system.gateway.url}/api/files/${fileId}`, {
        headers: { authorization: `Bearer ${token}` },
      });
    };
    expect((await get('1003')).status).toBe(404);
    const own = await get('1001');
    expect([own.status, await own.text()]).toEqual([200, 'bytes of x']);
    expect(own.headers.get('content-disposition')).toContain('attachment');
    expect(JSON.stringify(eve.frames)).not.toContain('secret');
    expect(system.pabx.sent).toHaveLength(0);
  });

  it('is slowed down after five wrong passwords, and others are not', async () => {
    const system = await start();
    await system.gateway.addAgent('1010', 'correct horse');
    const attempt = async (password: string) =>
      (await postSignIn(system.gateway.url, { extension: '1010', device: 't', password })).status;
    for (let n = 0; n < 5; n++) expect(await attempt('wrong')).toBe(401);
    expect(await attempt('correct horse')).toBe(429);
    await signIn(system.gateway.url, '1001');
  });

  it('is refused from a foreign page, by a foreign name, and with a wrong token', async () => {
    const { gateway } = await start();
    const from = (headers: Record<string, string>) =>
      fetch(`${gateway.url}/api/about`, { headers }).then(({ status }) => status);
    expect(await from({ origin: 'https://evil.example' })).toBe(403);
    expect(await from({ 'sec-fetch-site': 'cross-site' })).toBe(403);
    expect(await from({ origin: gateway.url })).toBe(200);
    const client = await connect(gateway.url, 'x'.repeat(40), { waitForLive: false });
    expect(await client.frame('refused')).toMatchObject({ code: 'auth.tokenInvalid' });
    expect(await client.closed()).toBe(4001);
  });

  it('ends only its own connection with frames that make no sense', async () => {
    const system = await start();
    const ana = await enter(system, '1001');
    for (const nonsense of [
      '',
      '{',
      '[]',
      '{"frame":"identify"}',
      '{"frame":"pageDone","page":"x"}',
      '"\\u0000"',
    ]) {
      const eve = await enter(system, '1003');
      eve.send(nonsense);
      expect(await eve.closed()).toBe(4002);
    }
    expect(await ana.command('no.such', {})).toMatchObject({ error: { code: 'command.invalid' } });
    expect(await ana.command('session.end', { sessionId: 5 })).toMatchObject({
      error: { code: 'command.invalid' },
    });
  });

  it('gets at most 100 commands in 10 s and 20 connections', async () => {
    const system = await start();
    const ana = await enter(system, '1001');
    const answers = await Promise.all(
      Array.from({ length: 120 }, () => ana.command('directory.search', { text: '', limit: 1 })),
    );
    expect(answers.filter(({ frame }) => frame === 'ack')).toHaveLength(100);
    const token = await signIn(system.gateway.url, '1001');
    for (let n = 0; n < 19; n++) await connect(system.gateway.url, token);
    const oneMore = await connect(system.gateway.url, token, { waitForLive: false });
    expect(await oneMore.closed()).toBe(4004);
  });
});
