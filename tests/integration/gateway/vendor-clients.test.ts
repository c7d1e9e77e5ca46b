// The three modes of pick-up, and colleagues who work in the vendor's own clients: the PABX announces nothing of
// what they do, so the gateway finds it by its poll.
import { describe, expect, it } from 'vitest';
import type { Session } from '#shared/model/session.ts';
import { emulatedGatewayTests } from '#tests/support/emulated-gateway.ts';
import type { ContactWrites } from '#tests/support/emulator-control.ts';
import { enter, sendText, sessionIdOf } from '#tests/support/test-gateway.ts';

const start = emulatedGatewayTests();

/** A contact writes on a channel; both agents (members of its queue) are told. */
const arrived = async (channel: ContactWrites['channel'], colleague: string) => {
  const system = await start();
  const [ana, other] = [await enter(system, '1001'), await enter(system, colleague)];
  const from = channel === 'sms' ? '+5511955550009' : 'visitor-9';
  const { sessionId } = await system.control.contactWrites({ channel, from, name: 'Rita', text: 'Oi' });
  const id = String(sessionId);
  for (const client of [ana, other]) await client.event('session.put', (event) => sessionIdOf(event) === id);
  return { system, ana, other, id, sessionId, held: () => system.control.session(sessionId) };
};

describe('the modes of pick-up', () => {
  it('manual: who takes it has it, at the PABX too, and the other is told who', async () => {
    const { ana, other, id, held } = await arrived('sms', '1002');
    expect(await ana.command('session.pickUp', { sessionId: id })).toMatchObject({ frame: 'ack' });
    expect(await held()).toMatchObject({ holder: '1001' });
    expect(await other.event('session.gone')).toMatchObject({ reason: 'pickedUpByOther', by: 'Ana Souza' });
    const loser = await other.command('session.pickUp', { sessionId: id });
    expect(loser).toMatchObject({ error: { code: 'session.alreadyPickedUp', details: { by: 'Ana Souza' } } });
    await ana.event('session.put', ({ session }) => (session as Session).holder?.extension === '1001');
  });

  it('auto: the first reply takes it', async () => {
    const { ana, other, id, held } = await arrived('facebook', '1002');
    expect(await sendText(ana, id, 'Olá')).toMatchObject({ frame: 'ack' });
    expect(await held()).toMatchObject({ holder: '1001' });
    expect(await other.event('session.gone')).toMatchObject({ reason: 'pickedUpByOther', by: 'Ana Souza' });
    expect(await sendText(other, id, 'Olá')).toMatchObject({ error: { code: 'session.notVisible' } });
  });

  it('none: nobody can take it, everybody may answer', async () => {
    const { ana, other, id, held } = await arrived('livechat', '1003');
    for (const client of [ana, other]) {
      expect(await client.command('session.pickUp', { sessionId: id })).toMatchObject({
        error: { code: 'session.pickUpDisabled' },
      });
      expect(await sendText(client, id, 'Olá')).toMatchObject({ frame: 'ack' });
    }
    expect(await held()).toMatchObject({ holder: null });
    for (const client of [ana, other]) {
      expect(client.events().some(({ event }) => event['kind'] === 'session.gone')).toBe(false);
    }
  });
});

// Whether the PABX pushes system lines is unverified: with them the line may come before the session has moved.
describe.each([false, true])(
  'a colleague in the vendor’s client (system lines pushed: %s)',
  (areLinesPushed) => {
    const arrivedSms = async (colleague: string) => {
      const all = await arrived('sms', colleague);
      await all.system.control.do('pushes', { systemLines: areLinesPushed });
      return all;
    };

    it('picks a session up: the others lose it and learn who has it', async () => {
      const { system, ana, other, id, sessionId } = await arrivedSms('1002');
      await system.control.do('pick-up', { sessionId, extension: '1002' });
      expect(await ana.event('session.gone')).toMatchObject({
        sessionId: id,
        reason: 'pickedUpByOther',
        by: 'Bruno Lima',
      });
      await other.event('session.put', ({ session }) => (session as Session).holder?.extension === '1002');
    });

    it('transfers a session to a colleague, and into a queue', async () => {
      const { system, ana, other: carla, id, sessionId } = await arrivedSms('1003');
      await ana.command('session.pickUp', { sessionId: id });
      await carla.event('session.gone');
      await system.control.do('transfer', { sessionId, to: { extension: '1003' }, by: '1001' });
      expect(await ana.event('session.gone')).toMatchObject({ reason: 'transferred', by: 'Ana Souza' });
      await carla.event('session.put', ({ session }) => (session as Session).holder?.extension === '1003');
      await system.control.do('transfer', { sessionId, to: { queueId: 3 }, by: '1003' });
      for (const client of [ana, carla]) {
        await client.event(
          'session.put',
          ({ session }) => (session as Session).queueId === '3' && (session as Session).holder === null,
        );
      }
    });

    it('ends a session: it ends for all', async () => {
      const { system, ana, other, sessionId } = await arrivedSms('1002');
      await system.control.do('close', { sessionId, by: '1002' });
      for (const client of [ana, other]) {
        const ended = await client.event(
          'session.put',
          ({ session }) => (session as Session).state === 'ended',
        );
        expect(ended).toMatchObject({ session: { holder: null, endedAt: expect.any(Number) } });
      }
    });
  },
);
