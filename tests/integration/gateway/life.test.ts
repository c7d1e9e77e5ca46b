// The life of a gateway and of its connections: farewell, silence, retention, encryption.
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import https from 'node:https';
import { describe, expect, it } from 'vitest';
import { uuidv7 } from 'uuidv7';
import { WebSocket } from 'ws';
import { HTTP_PATHS } from '#shared/link/http.ts';
import { LINK_PATH, SUBPROTOCOL } from '#shared/link/limits.ts';
import { FakeClock } from '#tests/support/fake-clock.ts';
import { connect, signIn } from '#tests/support/link-client.ts';
import { TEST_CERTIFICATE } from '#tests/support/test-certificate.ts';
import { enter, gatewayTests, sendText, sessionIdOf } from '#tests/support/test-gateway.ts';

const start = gatewayTests();
const DAY_MS = 24 * 60 * 60 * 1000;
/** Nothing polls: time moves by days in these tests. */
const NO_POLLS = { onlinePollMs: 1e12, offlinePollMs: 1e12, directoryMs: 1e12 };

describe('a gateway that stops', () => {
  it('asks its clients to move on, waits for those who do, and takes nobody new', async () => {
    const { gateway } = await start();
    const token = await signIn(gateway.url, '1001');
    const [ana, bruno] = [await connect(gateway.url, token), await connect(gateway.url, token)];
    let hasStopped = false;
    const stopping = gateway.stop({ drainMs: 10_000 }).then(() => (hasStopped = true));
    expect(await ana.frame('goingAway')).toMatchObject({ reconnectWithinMs: 10_000 });
    await bruno.frame('goingAway');
    await expect(connect(gateway.url, token)).rejects.toThrow('503');
    // What was already said is still answered.
    expect(await bruno.command('directory.search', { text: '', limit: 1 })).toMatchObject({ frame: 'ack' });
    await ana.close();
    expect(hasStopped).toBe(false);
    await bruno.close();
    await stopping;
  });

  it('lets go of those who stay, with the code to resume by', async () => {
    const { gateway } = await start();
    const ana = await enter({ gateway }, '1001');
    await gateway.stop({ drainMs: 0 });
    expect(await ana.closed()).toBe(1001);
  });

  it('gives back port and folder', async () => {
    const first = await start();
    await first.gateway.stop();
    const probe = createServer().listen(first.gateway.port, '127.0.0.1');
    await once(probe, 'listening');
    expect((probe.address() as AddressInfo).port).toBe(first.gateway.port);
    probe.close();
    const second = await start({ dataDir: first.dataDir, pabx: first.pabx });
    await enter(second, '1001');
  });
});

describe('a silent connection', () => {
  const TIMING = { heartbeatMs: 25_000, answerMs: 30_000, maxBufferedBytes: 1e6 };

  it('is closed after two missed heartbeats, and not before', async () => {
    const clock = new FakeClock();
    const system = await start({ clock, linkTiming: TIMING, mirrorTiming: NO_POLLS });
    const ana = await enter(system, '1001');
    await clock.advance(49_000);
    const seen = ana.frames.length;
    ana.send({ frame: 'heartbeat' });
    await expect.poll(() => ana.frames.slice(seen).map(({ frame }) => frame)).toContain('heartbeatAck');
    await clock.advance(49_000);
    expect(ana.socket.readyState).toBe(ana.socket.OPEN);
    await clock.advance(2000);
    expect(await ana.closed()).toBe(4003);
  });

  it('is closed when it never says who it is', async () => {
    const clock = new FakeClock();
    const { gateway } = await start({ clock, linkTiming: TIMING, mirrorTiming: NO_POLLS });
    const nobody = await connect(gateway.url, '', { identify: false });
    await nobody.frame('hello');
    await clock.advance(30_000);
    expect(await nobody.closed()).toBe(4003);
  });

  it('is let go when it does not acknowledge a page', async () => {
    const clock = new FakeClock();
    const { gateway } = await start({ clock, linkTiming: TIMING, mirrorTiming: NO_POLLS });
    const token = await signIn(gateway.url, '1001');
    const slow = await connect(gateway.url, token, { acknowledge: false, waitForLive: false });
    await slow.frame('snapshotPage');
    await clock.advance(30_000);
    expect(await slow.closed()).toBe(4000);
  });

  it('ends at its next heartbeat when its sign-in was ended elsewhere', async () => {
    const { gateway } = await start();
    const token = await signIn(gateway.url, '1001');
    const ana = await connect(gateway.url, token);
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const out = await fetch(`${gateway.url}${HTTP_PATHS.signOut}`, { method: 'POST', headers, body: '{}' });
    expect(out.status).toBe(200);
    ana.send({ frame: 'heartbeat' });
    expect(await ana.frame('refused')).toMatchObject({ code: 'auth.tokenInvalid' });
    expect(await ana.closed()).toBe(4001);
  });
});

describe('retention', () => {
  /** The same folder again, `ms` later; housekeeping has run. */
  const later = async (ms: number) => {
    const begun = new FakeClock();
    const first = await start({ clock: begun, mirrorTiming: NO_POLLS });
    const ana = await enter(first, '1001');
    const id = String(first.pabx.contactWrites({ address: '+551199', text: 'Oi', holder: '1001' }));
    await ana.event('session.put', (event) => sessionIdOf(event) === id);
    const messageId = uuidv7();
    expect(await sendText(ana, id, 'Olá', messageId)).toMatchObject({ frame: 'ack' });
    const commandId = uuidv7();
    const archive = () => ['session.archive', { sessionId: id }, { commandId }] as const;
    expect(await ana.command(...archive())).toMatchObject({ frame: 'ack' });
    const unarchived = await ana.command('session.unarchive', { sessionId: id });
    expect(unarchived).toMatchObject({ frame: 'ack' });
    const { epoch } = await ana.frame('welcome');
    await first.gateway.stop();

    const clock = new FakeClock(begun.now() + ms);
    const { pabx, dataDir } = first;
    const second = await start({ clock, mirrorTiming: NO_POLLS, pabx, dataDir });
    await clock.advance(11 * 60 * 1000);
    const token = await signIn(second.gateway.url, '1001');
    const back = await connect(second.gateway.url, token, { resume: { epoch, seq: 1 } });
    const isArchived = async () => {
      const page = await back.command('session.page', { list: 'archived', before: null, limit: 10 });
      return page.frame === 'ack' && (page.result as { sessions: unknown[] }).sessions.length === 1;
    };
    return { back, archive, isArchived, messageId, id, pabx };
  };

  it('keeps events and answers for days', async () => {
    const { back, archive, isArchived } = await later(6 * DAY_MS);
    expect(await back.frame('welcome')).toMatchObject({ resumed: true });
    // Answered from memory: nothing is done a second time.
    expect(await back.command(...archive())).toMatchObject({ frame: 'ack' });
    expect(await isArchived()).toBe(false);
  });

  it('forgets both after a week: the client gets a snapshot, and a message is still not sent twice', async () => {
    const { back, archive, isArchived, messageId, id, pabx } = await later(8 * DAY_MS);
    expect(await back.frame('welcome')).toMatchObject({ resumed: false, reason: 'tooOld' });
    await back.event('session.put', (event) => sessionIdOf(event) === id);
    expect(await back.command(...archive())).toMatchObject({ frame: 'ack' });
    expect(await isArchived()).toBe(true);
    expect(await sendText(back, id, 'Olá', messageId)).toMatchObject({ frame: 'ack', result: { messageId } });
    expect(pabx.sent).toHaveLength(1);
  });
});

describe('a gateway with a certificate', () => {
  it('speaks HTTPS and WSS, and nothing unencrypted', async () => {
    const system = await start({ serving: { tls: TEST_CERTIFICATE } });
    const { url } = system.gateway;
    expect(url).toMatch(/^https:/u);
    const ca = TEST_CERTIFICATE.cert;
    const body = JSON.stringify({ extension: '1001', device: 'test' });
    const headers = { 'content-type': 'application/json' };
    const request = https.request(`${url}${HTTP_PATHS.signIn}`, { method: 'POST', ca, headers }).end(body);
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    const { token } = JSON.parse(Buffer.concat(await response.toArray()).toString()) as { token: string };
    const socket = new WebSocket(`${url.replace('https', 'wss')}${LINK_PATH}`, SUBPROTOCOL, { ca });
    const [hello] = (await once(socket, 'message')) as [Buffer];
    expect(JSON.parse(hello.toString())).toMatchObject({ frame: 'hello' });
    socket.send(JSON.stringify({ frame: 'identify', token, device: 'test', clientVersion: '0' }));
    const [welcome] = (await once(socket, 'message')) as [Buffer];
    expect(JSON.parse(welcome.toString())).toMatchObject({ frame: 'welcome', agent: { extension: '1001' } });
    socket.close();
    await expect(fetch(`${url.replace('https', 'http')}${HTTP_PATHS.about}`)).rejects.toThrow('fetch failed');
  });
});
