import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { silentLog } from '#gateway/log.ts';
import { createPSeries } from '#gateway/pabx/p-series/p-series.ts';
import { ManualClock } from '#gateway/pabx/p-series/manual-clock.ts';
import { createTokenFile } from '#gateway/store/token-file.ts';
import { type Bench, eventually, startBench } from './bench.ts';

let bench: Bench;
afterEach(() => bench.stop());

const MINUTE = 60_000;

describe('the token at the PABX', () => {
  it('is one, for all calls and the event socket, and is given back at the end', async () => {
    bench = await startBench();
    await bench.start();
    await Promise.all([
      bench.pabx.extensions(),
      bench.pabx.queues(),
      bench.pabx.channels(),
      bench.pabx.contacts(),
    ]);
    expect(await bench.state()).toMatchObject({ tokens: 1, sockets: 1 });
    await bench.pabx.dispose();
    await eventually(async () => expect(await bench.state()).toMatchObject({ tokens: 0, sockets: 0 }));
  });

  it('is renewed when the PABX calls it expired, in the middle of whatever is going on', async () => {
    bench = await startBench();
    await bench.start();
    await bench.control('expire-tokens');
    const answers = await Promise.all([bench.pabx.extensions(), bench.pabx.queues(), bench.pabx.contacts()]);
    expect(answers.map((rows) => rows.length)).toEqual([12, 3, 8]);
    expect((await bench.state()).tokens).toBe(1);
  });

  it('is renewed before its 30 minutes end, and its socket with it: no event is missed or doubled', async () => {
    const clock = new ManualClock();
    bench = await startBench({ emulator: { speed: 0, startAt: clock.now() }, connector: { clock } });
    await bench.start();
    const from = '+5511988880001';
    let written = 0;
    for (let passed = 0; passed < 95 * MINUTE; passed += 20_000) {
      clock.advance(20_000);
      await eventually(async () => expect((await bench.state()).sockets).toBe(1));
      await bench.control('clock', { advanceMs: 20_000 });
      if (passed % (5 * MINUTE) === 0) {
        written += 1;
        await bench.contactWrites({ channel: 'sms', from, text: `n ${written}` });
      }
    }
    const expected = Array.from({ length: written }, (_, index) => `n ${index + 1}`);
    await eventually(() => expect(bench.texts()).toEqual(expected));
    expect(bench.healths).toEqual([{ state: 'up' }]);
    expect((await bench.state()).tokens).toBe(1);
  });

  it('is waited for while all eight are taken, and had as soon as one is free', async () => {
    bench = await startBench();
    const { url, clientId, clientSecret } = bench.emulator;
    const others = Array.from({ length: 8 }, () => createPSeries({ url, clientId, clientSecret }));
    for (const other of others) await other.check();
    await expect(bench.pabx.check()).rejects.toMatchObject({ code: 'pabx.overloaded' });
    const up = bench.start();
    await eventually(() =>
      expect(bench.healths.at(-1)).toMatchObject({ state: 'down', error: { code: 'pabx.overloaded' } }),
    );
    await others[0]?.dispose();
    await up;
    expect((await bench.state()).tokens).toBe(8);
    for (const other of others) await other.dispose();
  });
});

describe('a gateway that is killed again and again', () => {
  it('goes on with the token it had: twelve starts in half an hour need one, or its renewal', async () => {
    const clock = new ManualClock();
    bench = await startBench({ emulator: { speed: 0, startAt: clock.now() }, connector: { clock } });
    const { url, clientId, clientSecret } = bench.emulator;
    const folder = mkdtempSync(path.join(tmpdir(), 'lynk-tokens-'));
    for (let start = 1; start <= 12; start += 1) {
      // Made anew as after kill -9: nothing is disposed of.
      const tokens = createTokenFile(folder, { url, clientId }, silentLog);
      const killed = createPSeries({ url, clientId, clientSecret, clock, tokens });
      await killed.check();
      expect((await bench.state()).tokens).toBe(1);
      clock.advance(2.4 * MINUTE);
      await bench.control('clock', { advanceMs: 2.4 * MINUTE });
    }
    await bench.control('expire-tokens');
    const last = createPSeries({
      url,
      clientId,
      clientSecret,
      clock,
      tokens: createTokenFile(folder, { url, clientId }, silentLog),
    });
    await last.check();
    await last.dispose();
    expect((await bench.state()).tokens).toBe(0);
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('the check before anything starts', () => {
  it('says that the secret is wrong, at the first try', async () => {
    bench = await startBench({ connector: { clientSecret: 'wrong' } });
    await expect(bench.pabx.check()).rejects.toMatchObject({ code: 'pabx.credentialRefused' });
    bench.pabx.start(
      () => undefined,
      (health) => bench.healths.push(health),
    );
    expect(bench.healths).toMatchObject([{ state: 'stopped', error: { code: 'pabx.credentialRefused' } }]);
    const { url, clientId, clientSecret } = bench.emulator;
    const right = createPSeries({ url, clientId, clientSecret });
    await right.check();
    await right.dispose();
  });

  it('says that nothing answers, naming the address', async () => {
    bench = await startBench({ connector: { url: 'http://127.0.0.1:1/openapi/v1.0/' } });
    await expect(bench.pabx.check()).rejects.toMatchObject({
      code: 'pabx.unreachable',
      message: expect.stringContaining('http://127.0.0.1:1 '),
    });
  });
});
