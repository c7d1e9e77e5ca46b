import { describe, expect, it } from 'vitest';
import { connect, signIn } from '#tests/support/link-client.ts';
import { enter, gatewayTests } from '#tests/support/test-gateway.ts';

const start = gatewayTests();

describe('the stream', () => {
  it('resumes with exactly what was missed, dense and in order', async () => {
    const system = await start();
    const ana = await enter(system, '1001');
    const { epoch } = await ana.frame('welcome');
    system.pabx.contactWrites({ address: '+551199', text: 'before' });
    await ana.event('message.put');
    // The read that follows a new session is over when a poll has had time to look as well.
    await new Promise((resolve) => setTimeout(resolve, 200));
    const seq = ana.events().at(-1)!.seq!;
    await ana.close();
    for (let n = 0; n < 700; n++) system.pabx.contactWrites({ address: '+551199', text: `m${n}` });
    const token = await signIn(system.gateway.url, '1001');
    const back = await connect(system.gateway.url, token, { resume: { epoch, seq } });
    expect((await back.frame('welcome')).resumed).toBe(true);
    const seqs = back.events().map((event) => event.seq!);
    expect(seqs).toEqual(seqs.map((_, index) => seq + 1 + index));
    const texts = back
      .events()
      .flatMap(({ event }) =>
        event['kind'] === 'message.put' ? [(event['message'] as { text: string }).text] : [],
      );
    expect(texts).toEqual(Array.from({ length: 700 }, (_, n) => `m${n}`));
    const sizes = back.frames.map((frame) => (frame.frame === 'replay' ? frame.events.length : 0));
    expect(Math.max(...sizes)).toBeLessThanOrEqual(500);
  });

  it.each([
    ['another epoch', { epoch: 'lost', seq: 1 }, 'epochChanged'],
    ['a cursor from the future', undefined, 'ahead'],
  ])('starts anew after %s', async (_name, given, reason) => {
    const system = await start();
    const token = await signIn(system.gateway.url, '1001');
    const first = await connect(system.gateway.url, token);
    const { epoch } = await first.frame('welcome');
    const client = await connect(system.gateway.url, token, { resume: given ?? { epoch, seq: 1_000_000 } });
    expect(await client.frame('welcome')).toMatchObject({ resumed: false, reason });
    await client.frame('snapshotEnd');
  });

  it('sends no page before the last one was acknowledged', async () => {
    const system = await start();
    const token = await signIn(system.gateway.url, '1001');
    const client = await connect(system.gateway.url, token, { acknowledge: false, waitForLive: false });
    await client.frame('snapshotPage');
    expect(client.frames.some(({ frame }) => frame === 'snapshotEnd')).toBe(false);
    client.send({ frame: 'pageDone', page: 1 });
    await client.frame('snapshotEnd');
  });

  it('lets go of a slow reader with a code to resume by', async () => {
    const system = await start({
      linkTiming: { heartbeatMs: 25_000, answerMs: 30_000, maxBufferedBytes: 50_000 },
    });
    const ana = await enter(system, '1001');
    ana.socket.pause();
    const text = 'x'.repeat(60_000);
    for (let n = 0; n < 400; n++) system.pabx.contactWrites({ address: '+551199', text: text + String(n) });
    await new Promise((resolve) => setImmediate(resolve));
    ana.socket.resume();
    expect([4000, 1006]).toContain(await ana.closed());
  });
});
