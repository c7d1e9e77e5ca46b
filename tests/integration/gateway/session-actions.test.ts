// What agents do with sessions, as they, their colleagues and the PABX see it afterwards.
import { describe, expect, it } from 'vitest';
import type { Message } from '#shared/model/message.ts';
import type { Session } from '#shared/model/session.ts';
import { emulatedGatewayTests, type EmulatedGateway } from '#tests/support/emulated-gateway.ts';
import type { LinkClient } from '#tests/support/link-client.ts';
import { enter, sendText } from '#tests/support/test-gateway.ts';

const start = emulatedGatewayTests();
const ADDRESS = '+5511966660001';

const put = async (client: LinkClient, id: string, fits: (session: Session) => boolean = () => true) => {
  const isIt = (session: unknown) => (session as Session).id === id && fits(session as Session);
  const { session } = await client.event('session.put', (event) => isIt(event['session']));
  return session as Session;
};

const newest = (client: LinkClient, id: string): Session | undefined =>
  client
    .events()
    .flatMap(({ event }) => (event['kind'] === 'session.put' ? [event['session'] as Session] : []))
    .findLast((session) => session.id === id);

const listed = async (client: LinkClient, list: 'recent' | 'archived'): Promise<string[]> => {
  const page = await client.command('session.page', { list, before: null, limit: 50 });
  return page.frame === 'ack' ? (page.result as { sessions: Session[] }).sessions.map(({ id }) => id) : [];
};

/** A contact waits in the manual queue; Ana and Bruno both see it. */
const waiting = async (system: EmulatedGateway, times = 1) => {
  const [ana, bruno] = [await enter(system, '1001'), await enter(system, '1002')];
  const what = { channel: 'sms', from: ADDRESS, text: 'Oi', times } as const;
  const { sessionId } = await system.control.contactWrites(what);
  const id = String(sessionId);
  for (const client of [ana, bruno]) await put(client, id, ({ unreadCount }) => unreadCount === times);
  return { ana, bruno, id, sessionId };
};

describe('reading', () => {
  it('is each agent’s own, goes up to the position told, and never back', async () => {
    const { ana, bruno, id } = await waiting(await start(), 3);
    const messages = ana
      .events()
      .flatMap(({ event }) => (event['kind'] === 'message.put' ? [event['message'] as Message] : []));
    const second = messages.find(({ text }) => text === 'Oi 2')!.position;
    expect(await ana.command('message.markRead', { sessionId: id, position: second })).toMatchObject({
      result: {},
    });
    expect(await put(ana, id, ({ unreadCount }) => unreadCount === 1)).toMatchObject({
      readPosition: second,
    });
    await ana.command('message.markRead', { sessionId: id, position: second + 1_000_000 });
    await put(ana, id, ({ unreadCount }) => unreadCount === 0);
    await ana.command('message.markRead', { sessionId: id, position: 1 });
    expect(newest(ana, id)).toMatchObject({ unreadCount: 0 });
    // Bruno's own reading comes after whatever Ana's did to his view.
    await bruno.command('message.markRead', { sessionId: id, position: second });
    await put(bruno, id, ({ readPosition }) => readPosition === second);
    const counts = bruno
      .events()
      .flatMap(({ event }) =>
        event['kind'] === 'session.put' ? [(event['session'] as Session).unreadCount] : [],
      );
    expect(counts).not.toContain(0);
  });
});

describe('archiving', () => {
  it('moves the session for that agent alone, here and at the PABX, until it is taken back', async () => {
    const system = await start();
    const { ana, bruno, id, sessionId } = await waiting(system);
    expect(await ana.command('session.archive', { sessionId: id })).toMatchObject({ frame: 'ack' });
    await put(ana, id, ({ isArchived }) => isArchived);
    expect(await listed(ana, 'archived')).toContain(id);
    expect(await listed(ana, 'recent')).not.toContain(id);
    expect(await listed(bruno, 'recent')).toContain(id);
    expect((await system.control.session(sessionId)).archivedBy).toEqual(['1001']);
    expect(await ana.command('session.unarchive', { sessionId: id })).toMatchObject({ frame: 'ack' });
    expect(await listed(ana, 'recent')).toContain(id);
    expect((await system.control.session(sessionId)).archivedBy).toEqual([]);
    expect(newest(bruno, id)).toMatchObject({ isArchived: false });
  });

  it('ends with the contact’s next message, as on the PABX', async () => {
    const system = await start();
    const { ana, id } = await waiting(system);
    await ana.command('session.archive', { sessionId: id });
    expect(await listed(ana, 'archived')).toContain(id);
    await system.control.contactWrites({ channel: 'sms', from: ADDRESS, text: 'Ainda aí?' });
    await expect.poll(() => listed(ana, 'recent')).toContain(id);
  });
});

describe('ending', () => {
  it('closes it for all and at the PABX; what the contact writes next begins a new one', async () => {
    const system = await start();
    const { ana, bruno, id, sessionId } = await waiting(system);
    expect(await ana.command('session.end', { sessionId: id })).toMatchObject({ frame: 'ack' });
    for (const client of [ana, bruno]) {
      const ended = await put(client, id, ({ state }) => state === 'ended');
      expect(ended.endedAt).not.toBeNull();
      expect(await listed(client, 'archived')).toContain(id);
    }
    expect(await system.control.session(sessionId)).toMatchObject({ isClosed: true });
    expect(await sendText(ana, id, 'Olá')).toMatchObject({ error: { code: 'session.ended' } });
    expect(await ana.command('session.pickUp', { sessionId: id })).toMatchObject({
      error: { code: 'session.ended' },
    });
    expect(await ana.command('session.end', { sessionId: id })).toMatchObject({ frame: 'ack' });
    const next = await system.control.contactWrites({ channel: 'sms', from: ADDRESS, text: 'De novo' });
    expect(next.sessionId).not.toBe(sessionId);
    expect(await put(bruno, String(next.sessionId))).toMatchObject({ state: 'open', address: ADDRESS });
  });

  it('is taken back when the PABX refuses', async () => {
    const system = await start();
    const { ana, id } = await waiting(system);
    await system.control.do('answer', { endpoint: 'message_session/close', errcode: 60001 });
    expect(await ana.command('session.end', { sessionId: id })).toMatchObject({ frame: 'nack' });
    await expect.poll(() => newest(ana, id)).toMatchObject({ state: 'open', endedAt: null });
    expect(await listed(ana, 'recent')).toContain(id);
  });
});

describe('removing', () => {
  it('takes it from that agent’s lists alone, until the contact writes again', async () => {
    const system = await start();
    const { ana, bruno, id, sessionId } = await waiting(system);
    expect(await ana.command('session.remove', { sessionId: id })).toMatchObject({ frame: 'ack' });
    expect(await ana.event('session.gone')).toMatchObject({ sessionId: id, reason: 'removed' });
    expect([await listed(ana, 'recent'), await listed(ana, 'archived')]).toEqual([[], []]);
    expect(await listed(bruno, 'recent')).toContain(id);
    expect((await system.control.session(sessionId)).removedBy).toEqual(['1001']);
    expect(await sendText(ana, id, 'Olá')).toMatchObject({ error: { code: 'session.notVisible' } });
    expect(await ana.command('session.remove', { sessionId: id })).toMatchObject({ frame: 'ack' });
    await system.control.contactWrites({ channel: 'sms', from: ADDRESS, text: 'Ainda aí?' });
    await expect.poll(() => listed(ana, 'recent')).toContain(id);
    expect(bruno.events().some(({ event }) => event['kind'] === 'session.gone')).toBe(false);
  });
});

describe('an order with a condition', () => {
  it('is refused when the session moved on since', async () => {
    const { ana, id } = await waiting(await start());
    const { version } = newest(ana, id)!;
    const stale = await ana.command('session.end', { sessionId: id }, { expectedVersion: version - 1 });
    expect(stale).toMatchObject({ error: { code: 'command.conflict', details: { version } } });
    const fresh = await ana.command('session.end', { sessionId: id }, { expectedVersion: version });
    expect(fresh).toMatchObject({ frame: 'ack' });
  });
});
