import { describe, expect, it } from 'vitest';
import { enter, gatewayTests, sessionIdOf } from '#tests/support/test-gateway.ts';

const start = gatewayTests();

describe('the mirror', () => {
  it('fills the gap that lost pushes left', async () => {
    const system = await start();
    const ana = await enter(system, '1001');
    system.pabx.contactWrites({ address: '+551199', text: 'one' });
    await ana.event('message.put');
    system.pabx.contactWrites({ address: '+551199', text: 'lost', push: false });
    system.pabx.contactWrites({ address: '+551199', text: 'three' });
    const filled = await ana.event(
      'message.put',
      ({ message }) => (message as { text: string }).text === 'lost',
    );
    expect(filled).toMatchObject({ message: { id: 'p2' } });
  });

  it('learns by poll what others did in the vendor’s clients, with all pushes off', async () => {
    const system = await start();
    const ana = await enter(system, '1001');
    const id = system.pabx.contactWrites({ address: '+551199', text: 'Oi', push: false });
    await ana.event('session.put', (event) => sessionIdOf(event) === String(id));
    await system.pabx.transfer(id, { kind: 'extension', id: 131 + 4 });
    expect(await ana.event('session.gone')).toMatchObject({ sessionId: String(id) });
  });

  it('takes the same message only once', async () => {
    const system = await start();
    const ana = await enter(system, '1001');
    const id = String(system.pabx.contactWrites({ address: '+551199', text: 'Oi' }));
    await ana.event('session.put', (event) => sessionIdOf(event) === id);
    await expect.poll(() => ana.events().some(({ event }) => event['kind'] === 'message.put')).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(ana.events().filter(({ event }) => event['kind'] === 'message.put')).toHaveLength(1);
  });

  it('transfers with the newest messages, and the note', async () => {
    const system = await start();
    const ana = await enter(system, '1001');
    const carla = await enter(system, '1003');
    const id = String(system.pabx.contactWrites({ address: '+551199', text: 'Oi', holder: '1001' }));
    await ana.event('session.put');
    const answer = await ana.command('session.transfer', {
      sessionId: id,
      to: { kind: 'agent', extension: '1003' },
      note: 'x',
    });
    expect(answer.frame).toBe('ack');
    expect(await ana.event('session.gone')).toMatchObject({ reason: 'transferred', by: 'Agent 1001' });
    await carla.event('session.put', (event) => sessionIdOf(event) === id);
    await carla.event('message.put', ({ message }) => (message as { text: string }).text === 'Oi');
  });

  it('tells colleagues who types, and nobody else', async () => {
    const system = await start();
    const ana = await enter(system, '1001');
    const bruno = await enter(system, '1002');
    const carla = await enter(system, '1003');
    const id = String(system.pabx.contactWrites({ address: '+551199', text: 'Oi', queueId: 4 }));
    await ana.event('session.put');
    await bruno.event('session.put');
    ana.send({ frame: 'activity', sessionId: id, activity: 'typing' });
    expect(await bruno.frame('ephemeral')).toMatchObject({ event: { kind: 'typing', extension: '1001' } });
    expect(carla.frames.some(({ frame }) => frame === 'ephemeral')).toBe(false);
  });
});
