import { afterEach, describe, expect, it } from 'vitest';
import { ManualClock } from '#gateway/pabx/p-series/manual-clock.ts';
import { type Bench, deliveriesOf, eventually, startBench, text } from './bench.ts';

let bench: Bench;
afterEach(() => bench.stop());

const ZE = { channel: 'whatsapp', from: '+5511999990000', name: 'Zé' } as const;

describe('the event socket', () => {
  it('tells each message once, although the PABX repeats some', async () => {
    bench = await startBench();
    await bench.start();
    await bench.contactWrites({ ...ZE, text: 'n', times: 30 });
    await eventually(() => expect(bench.texts()).toHaveLength(30));
    expect(new Set(bench.texts()).size).toBe(30);
  });

  it('lives through silence by its heartbeat, beyond the 60 seconds after which the PABX cuts', async () => {
    const clock = new ManualClock();
    bench = await startBench({ emulator: { speed: 0, startAt: clock.now() }, connector: { clock } });
    await bench.start();
    for (let passed = 0; passed < 300_000; passed += 15_000) {
      clock.advance(15_000);
      // The round trip lets the beat arrive before the PABX's time goes on.
      await bench.state();
      await bench.control('clock', { advanceMs: 15_000 });
    }
    expect(await bench.state()).toMatchObject({ sockets: 1 });
    expect(bench.healths).toEqual([{ state: 'up' }]);
  });

  it('is made anew after a drop, and says so, because what was missed must be polled', async () => {
    bench = await startBench();
    await bench.start();
    await bench.control('drop-sockets');
    await eventually(() => expect(bench.healths.map((health) => health.state)).toEqual(['up', 'down', 'up']));
    await bench.contactWrites({ ...ZE, text: 'depois' });
    await eventually(() => expect(bench.texts()).toEqual(['depois']));
  });

  it('is recognised as dead when it stays silent after a beat', async () => {
    const clock = new ManualClock();
    bench = await startBench({ connector: { clock } });
    await bench.start();
    await bench.control('stall-sockets', { ms: 60_000 });
    clock.advance(30_000);
    await bench.state();
    clock.advance(15_000);
    await eventually(() => expect(bench.healths.at(-1)?.state).toBe('down'));
    await eventually(() => {
      clock.advance(1);
      expect(bench.healths.at(-1)?.state).toBe('up');
    });
    await bench.contactWrites({ ...ZE, text: 'de volta' });
    await eventually(() => expect(bench.texts()).toEqual(['de volta']));
  });

  it('is renewed without a gap when the PABX calls its token expired, while people write', async () => {
    bench = await startBench();
    await bench.start();
    const expected = Array.from({ length: 60 }, (_, index) => `n ${index + 1}`);
    const people = (async () => {
      for (const text of expected) await bench.contactWrites({ ...ZE, text });
    })();
    await bench.control('expire-tokens');
    await bench.pabx.queues();
    await eventually(() => expect(bench.healths.map((health) => health.state)).toEqual(['up', 'up']));
    await people;
    await eventually(async () => expect((await bench.state()).sockets).toBe(1));
    await eventually(() => expect(bench.texts().toSorted()).toEqual(expected.toSorted()));
    expect(bench.healths).toHaveLength(2);
  });
});

describe('what the events say', () => {
  it('is read from strings and objects alike: message, sent, delivered, read', async () => {
    bench = await startBench();
    await bench.start();
    await bench.control('delivery', { mode: 'manual' });
    const { sessionId } = await bench.contactWrites({ ...ZE, text: 'Oi' });
    const reply = { target: { sessionId }, from: '1001', content: text('Olá'), requestId: 'r1' };
    const { messageId } = await bench.pabx.send(reply);
    for (const to of ['sent', 'delivered', 'read']) await bench.control('deliver', { msgId: messageId, to });
    await eventually(() =>
      expect(bench.events.at(-1)).toMatchObject({ kind: 'read', sessionId, upToMessageId: messageId }),
    );
    expect(deliveriesOf(bench.events, messageId)).toEqual(['sent', 'delivered']);
  });

  it('is why a message failed', async () => {
    bench = await startBench();
    await bench.start();
    await bench.control('delivery', { mode: 'manual' });
    const { sessionId } = await bench.contactWrites({ ...ZE, text: 'Oi' });
    const reply = { target: { sessionId }, from: '1001', content: text('Olá'), requestId: 'r1' };
    const { messageId } = await bench.pabx.send(reply);
    await bench.control('fail', { msgId: messageId, error: 'template_not_exist' });
    await eventually(() =>
      expect(bench.events.at(-1)).toMatchObject({
        kind: 'delivery',
        message: { delivery: 'failed', failure: { code: 'message.templateUnknown' } },
      }),
    );
  });

  it('is presence, registration and calls', async () => {
    bench = await startBench();
    await bench.start();
    await bench.pabx.extensions();
    await bench.control('presence', { extension: '1002', status: 'lunch' });
    await bench.control('register', { extension: '1002', device: 'linkus_desktop', isRegistered: false });
    await bench.control('register', { extension: '1002', device: 'linkus_mobile', isRegistered: false });
    await eventually(() =>
      expect(bench.events).toEqual([
        { kind: 'presence', number: '1002', presence: 'lunch' },
        { kind: 'online', number: '1002', isOnline: true },
        { kind: 'online', number: '1002', isOnline: false },
      ]),
    );
  });

  it('is left to the poll when the PABX pushes nothing', async () => {
    bench = await startBench();
    await bench.start();
    await bench.control('pushes', { messages: false });
    const first = await bench.contactWrites({ ...ZE, text: 'um' });
    const second = await bench.contactWrites({ channel: 'sms', from: '+5511977770000', text: 'dois' });
    const found = await bench.pabx.sessions('1001', { untilMessageId: first.msgId, limit: 50 });
    expect(found.map((session) => session.id)).toEqual([second.sessionId]);
    expect(bench.texts()).toEqual([]);
  });
});
