// Contacts, calls, presence, and who is told that somebody looks or types.
import { describe, expect, it } from 'vitest';
import type { Call } from '#shared/model/call.ts';
import type { Contact } from '#shared/model/contact.ts';
import type { Agent } from '#shared/model/directory.ts';
import type { Session } from '#shared/model/session.ts';
import { emulatedGatewayTests } from '#tests/support/emulated-gateway.ts';
import type { Answer, LinkClient } from '#tests/support/link-client.ts';
import { enter, sessionIdOf } from '#tests/support/test-gateway.ts';

const start = emulatedGatewayTests();

const resultOf = <Result>(answer: Answer): Result => {
  if (answer.frame === 'nack') throw new Error(answer.error.message);
  // The gateway's own results are checked where they are made; a test names the one it asked for.
  return answer.result as Result;
};

describe('contacts', () => {
  const FIELDS = {
    firstName: 'Ângela',
    lastName: 'Conceição',
    company: 'Floricultura Sol',
    email: 'angela@example.com',
    remark: '',
    numbers: [{ kind: 'mobile_number', number: '+5511944440001' }],
  };
  const found = async (client: LinkClient, text: string): Promise<string[]> => {
    const answer = await client.command('contact.search', { text, limit: 10 });
    return resultOf<{ contacts: Contact[] }>(answer).contacts.map(({ name }) => name);
  };

  it('are made and changed for everybody, found by name, company and number, and name their sessions', async () => {
    const system = await start();
    const [ana, bruno] = [await enter(system, '1001'), await enter(system, '1002')];
    const made = await ana.command('contact.create', { fields: FIELDS });
    const { contactId } = resultOf<{ contactId: string }>(made);
    const isIt = ({ contact }: Record<string, unknown>) => (contact as Contact).id === contactId;
    const told = await bruno.event('contact.put', (event) => isIt(event) && 'contact' in event);
    expect(told).toMatchObject({ contact: { name: 'Ângela Conceição', version: 1 } });
    for (const text of ['angela', 'CONCEICAO', 'floricultura', '94444-0001']) {
      expect([text, await found(bruno, text)]).toEqual([text, ['Ângela Conceição']]);
    }
    expect(await found(bruno, 'nobody at all')).toEqual([]);

    const change = { contactId, fields: { ...FIELDS, lastName: 'Souza' } };
    const stale = await bruno.command('contact.update', change, { expectedVersion: 7 });
    expect(stale).toMatchObject({ error: { code: 'command.conflict', details: { version: 1 } } });
    expect(await bruno.command('contact.update', change, { expectedVersion: 1 })).toMatchObject({
      frame: 'ack',
    });
    await ana.event(
      'contact.put',
      (event) => isIt(event) && (event['contact'] as Contact).name === 'Ângela Souza',
    );
    expect(await found(ana, 'Conceição')).toEqual([]);

    await system.control.contactWrites({ channel: 'sms', from: '+5511944440001', text: 'Oi' });
    const put = await ana.event(
      'session.put',
      ({ session }) => (session as Session).address === '+5511944440001',
    );
    expect(put).toMatchObject({ session: { contactId, contactName: 'Ângela Souza' } });
    const nobody = await ana.command('contact.update', { contactId: '999999', fields: FIELDS });
    expect(nobody).toMatchObject({ error: { code: 'contact.notFound' } });
  });

  it('cannot be changed where the PABX does not permit it, which everybody then knows', async () => {
    const system = await start();
    const [ana, bruno] = [await enter(system, '1001'), await enter(system, '1002')];
    await system.control.do('answer', { endpoint: 'company_contact/create', errcode: 10_005 });
    const refused = await ana.command('contact.create', { fields: FIELDS });
    expect(refused).toMatchObject({ error: { code: 'pabx.functionOff' } });
    const isOff = ({ capabilities }: Record<string, unknown>) =>
      !(capabilities as { canEditContacts: boolean }).canEditContacts;
    await bruno.event('capabilities.put', isOff);
    expect(await found(ana, 'angela')).toEqual([]);
  });
});

describe('calls', () => {
  const dialled = async () => {
    const system = await start();
    const [ana, bruno] = [await enter(system, '1001'), await enter(system, '1002')];
    const dial = async () => {
      const answer = await ana.command('call.dial', { sessionId: null, number: '+55 11 95555-0001' });
      return resultOf<{ callId: string }>(answer).callId;
    };
    const state = (callId: string, wanted: Call['state']) =>
      ana.event('call.put', ({ call }) => (call as Call).id === callId && (call as Call).state === wanted);
    return { system, ana, bruno, dial, state };
  };

  it('are followed from the first ring to the end, by the caller alone', async () => {
    const { system, ana, bruno, dial, state } = await dialled();
    const callId = await dial();
    expect(await state(callId, 'dialling')).toMatchObject({
      call: { number: '+5511955550001', answeredAt: null },
    });
    for (const [event, wanted] of [
      ['ring', 'ringing'],
      ['answer', 'answered'],
      ['hold', 'held'],
      ['bye', 'ended'],
    ] as const) {
      await system.control.do('call', { callId, event });
      await state(callId, wanted);
    }
    const versions = ana
      .events()
      .flatMap(({ event }) => (event['kind'] === 'call.put' ? [(event['call'] as Call).version] : []));
    expect(versions).toEqual([1, 2, 3, 4, 5]);
    const { call } = await state(callId, 'ended');
    expect((call as Call).answeredAt).not.toBeNull();
    expect((call as Call).endedAt).not.toBeNull();
    expect(bruno.events().some(({ event }) => event['kind'] === 'call.put')).toBe(false);
  });

  it('are hung up by who dialled, once', async () => {
    const { ana, bruno, dial, state } = await dialled();
    const callId = await dial();
    await state(callId, 'dialling');
    const notTheirs = await bruno.command('call.hangUp', { callId });
    expect(notTheirs).toMatchObject({ error: { code: 'call.notFound' } });
    expect(await ana.command('call.hangUp', { callId })).toMatchObject({ frame: 'ack' });
    await state(callId, 'ended');
    expect(await ana.command('call.hangUp', { callId })).toMatchObject({ error: { code: 'call.notFound' } });
  });

  it('that the PABX refuses say why', async () => {
    const { system, dial, state } = await dialled();
    await system.control.do('permit-calls', { extension: '1001', allowed: false });
    const { call } = await state(await dial(), 'refused');
    expect((call as Call).reason).toContain('permission');
    expect((call as Call).endedAt).not.toBeNull();
  });
});

describe('presence', () => {
  const agentOf = (client: LinkClient, extension: string, fits: (agent: Agent) => boolean) =>
    client.event(
      'agent.put',
      ({ agent }) => (agent as Agent).extension === extension && fits(agent as Agent),
    );

  it('is what the agent says in Lynk, or later at the phone', async () => {
    const system = await start();
    const [ana, bruno] = [await enter(system, '1001'), await enter(system, '1002')];
    expect(await ana.command('presence.set', { presence: 'lunch' })).toMatchObject({ frame: 'ack' });
    await agentOf(bruno, '1001', ({ presence }) => presence === 'lunch');
    await system.control.do('presence', { extension: '1001', status: 'do_not_disturb' });
    await agentOf(bruno, '1001', ({ presence }) => presence === 'do_not_disturb');
    const wrong = await ana.command('presence.set', { presence: 'asleep' });
    expect(wrong).toMatchObject({ error: { code: 'command.invalid' } });
  });

  it('counts an agent as there while they are in Lynk, without a phone', async () => {
    const system = await start(['1001', '1010']);
    const ana = await enter(system, '1001');
    const before = await agentOf(ana, '1010', () => true);
    expect(before).toMatchObject({ agent: { isOnline: false } });
    await enter(system, '1010');
    const after = await agentOf(ana, '1010', ({ isOnline }) => isOnline);
    expect(after).toMatchObject({ agent: { extension: '1010' } });
  });
});

describe('looking and typing', () => {
  it('are told to those who see the session, and to nobody else', async () => {
    const system = await start();
    // Queue 2 has Ana and Bruno; Carla is in neither.
    const [ana, bruno, carla] = [
      await enter(system, '1001'),
      await enter(system, '1002'),
      await enter(system, '1003'),
    ];
    const wrote = await system.control.contactWrites({ channel: 'facebook', from: 'fb-1', text: 'Oi' });
    const sessionId = String(wrote.sessionId);
    for (const client of [ana, bruno]) {
      await client.event('session.put', (event) => sessionIdOf(event) === sessionId);
    }
    const heard = (client: LinkClient) =>
      client.frames.flatMap((frame) => (frame.frame === 'ephemeral' ? [frame.event] : []));
    /** All frames that a client sent before are dealt with once its heartbeat is answered. */
    const settled = async (client: LinkClient) => {
      const before = client.frames.length;
      client.send({ frame: 'heartbeat' });
      await expect
        .poll(() => client.frames.slice(before).some(({ frame }) => frame === 'heartbeatAck'))
        .toBe(true);
    };

    // A stranger's word about a session that she does not see is worth nothing.
    carla.send({ frame: 'activity', sessionId, activity: 'typing' });
    await settled(carla);
    ana.send({ frame: 'activity', sessionId, activity: 'viewing' });
    ana.send({ frame: 'activity', sessionId, activity: 'typing' });
    ana.send({ frame: 'activity', sessionId, activity: 'none' });
    for (const client of [ana, bruno, carla]) await settled(client);
    expect(heard(bruno)).toMatchObject([
      { kind: 'viewing', sessionId, extension: '1001', name: 'Ana Souza' },
      { kind: 'typing', sessionId, extension: '1001', name: 'Ana Souza' },
      { kind: 'viewing', sessionId, extension: '1001' },
    ]);
    const [viewing, , none] = heard(bruno);
    expect(viewing!.untilAt).toBeGreaterThan(none!.untilAt);
    expect([heard(ana), heard(carla)]).toEqual([[], []]);

    // Once Ana holds it, Bruno sees nothing of it any more.
    await system.control.do('pick-up', { sessionId: wrote.sessionId, extension: '1001' });
    await bruno.event('session.gone');
    ana.send({ frame: 'activity', sessionId, activity: 'typing' });
    await settled(ana);
    await settled(bruno);
    expect(heard(bruno)).toHaveLength(3);
  });
});
