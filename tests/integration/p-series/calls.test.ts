import { afterEach, describe, expect, it } from 'vitest';
import { type Bench, eventually, startBench } from './bench.ts';

let bench: Bench;
afterEach(() => bench.stop());

const states = (): string[] => bench.events.flatMap((event) => (event.kind === 'call' ? [event.state] : []));

describe('a call', () => {
  it('is followed from the agent’s ringing phone to the hang-up', async () => {
    bench = await startBench();
    await bench.start();
    const callId = await bench.pabx.dial('1001', '+5511999990000');
    await eventually(() => expect(states()).toEqual(['dialling']));
    for (const event of ['ring', 'answer', 'hold']) await bench.control('call', { callId, event });
    await eventually(() => expect(states()).toEqual(['dialling', 'ringing', 'answered', 'held']));
    await bench.pabx.hangUp(callId);
    await eventually(() => expect(states().at(-1)).toBe('ended'));
    await expect(bench.pabx.hangUp(callId)).rejects.toMatchObject({ code: 'call.notFound' });
  });

  it('is refused by an event, not by the answer', async () => {
    bench = await startBench();
    await bench.start();
    await bench.control('permit-calls', { extension: '1001', allowed: false });
    const callId = await bench.pabx.dial('1001', '+5511999990000');
    await eventually(() => expect(bench.events).toMatchObject([{ kind: 'callRefused', callId }]));
  });

  it('can be hung up by a connector that did not see it begin', async () => {
    bench = await startBench();
    const callId = await bench.pabx.dial('1001', '+5511999990000');
    await bench.pabx.hangUp(callId);
    expect((await bench.state()).calls).toMatchObject([{ id: callId, stage: 'ended' }]);
  });
});
