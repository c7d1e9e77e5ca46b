import { describe, expect, it } from 'vitest';
import { enter, gatewayTests, sendText, sessionIdOf } from '#tests/support/test-gateway.ts';

const start = gatewayTests();

describe('pick-up', () => {
  it('gives a session to exactly one of 50 agents who ask at the same instant, and tells 49 who', async () => {
    const agents = Array.from({ length: 50 }, (_, index) => String(1001 + index));
    const system = await start({ agents });
    const clients = await Promise.all(agents.map((extension) => enter(system, extension)));
    const id = system.pabx.contactWrites({ address: '+551199', text: 'Oi' });
    await Promise.all(
      clients.map((client) => client.event('session.put', (event) => sessionIdOf(event) === String(id))),
    );

    const answers = await Promise.all(
      clients.map((client) => client.command('session.pickUp', { sessionId: String(id) })),
    );

    const winners = answers.flatMap((answer, index) => (answer.frame === 'ack' ? [agents[index]!] : []));
    expect(winners).toHaveLength(1);
    const losers = answers.filter((answer) => answer.frame === 'nack');
    expect(losers).toHaveLength(49);
    for (const { error } of losers) {
      expect(error).toMatchObject({
        code: 'session.alreadyPickedUp',
        details: { by: `Agent ${winners[0]}` },
      });
    }
    expect(system.pabx.picked).toEqual([{ sessionId: id, extension: winners[0] }]);
    const others = clients.filter((_, index) => agents[index] !== winners[0]);
    const gone = await Promise.all(others.map((client) => client.event('session.gone')));
    for (const event of gone)
      expect(event).toMatchObject({ reason: 'pickedUpByOther', by: `Agent ${winners[0]}` });
  });

  it('offers the session again when the PABX refuses', async () => {
    const system = await start();
    const ana = await enter(system, '1001');
    const bruno = await enter(system, '1002');
    const id = String(system.pabx.contactWrites({ address: '+551199', text: 'Oi' }));
    await bruno.event('session.put');
    system.pabx.failNext = { method: 'pickUp', how: 'refuse' };
    const answer = await ana.command('session.pickUp', { sessionId: id });
    expect(answer).toMatchObject({ frame: 'nack', error: { code: 'pabx.refused' } });
    await bruno.event('session.gone');
    const versions = () =>
      bruno
        .events()
        .filter(({ event }) => String(event['kind']).startsWith('session.'))
        .map(
          ({ event }) =>
            (event['session'] as { version: number } | undefined)?.version ?? Number(event['version']),
        );
    await expect.poll(() => versions().length).toBeGreaterThanOrEqual(3);
    expect(versions()).toEqual(versions().toSorted((a, b) => a - b));
    expect(await bruno.command('session.pickUp', { sessionId: id })).toMatchObject({ frame: 'ack' });
  });

  it('refuses in a queue where nobody can, and lets the first reply take one of an automatic queue', async () => {
    const system = await start();
    const ana = await enter(system, '1001');
    const bruno = await enter(system, '1002');
    const none = String(system.pabx.contactWrites({ address: '+551191', text: 'a', queueId: 3 }));
    const auto = String(system.pabx.contactWrites({ address: '+551192', text: 'b', queueId: 2 }));
    await ana.event('session.put', (event) => sessionIdOf(event) === auto);
    await ana.event('session.put', (event) => sessionIdOf(event) === none);
    expect(await ana.command('session.pickUp', { sessionId: none })).toMatchObject({
      error: { code: 'session.pickUpDisabled' },
    });
    expect(await sendText(ana, auto, 'Olá')).toMatchObject({ frame: 'ack' });
    await bruno.event('session.gone', (event) => event['sessionId'] === auto);
    expect(await sendText(bruno, auto, 'Olá')).toMatchObject({ frame: 'nack' });
    expect(system.pabx.sent).toHaveLength(1);
  });
});
