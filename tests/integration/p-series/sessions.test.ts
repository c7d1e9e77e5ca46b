import { afterEach, describe, expect, it } from 'vitest';
import { type Bench, startBench, text } from './bench.ts';

let bench: Bench;
afterEach(() => bench.stop());

const ZE = { channel: 'whatsapp', from: '+5511999990000', name: 'Zé', text: 'Oi' } as const;

describe('the sessions of an extension', () => {
  it('come newest first over as many pages as they need, each once', async () => {
    bench = await startBench({ emulator: { scale: 400 } });
    const sessions = await bench.pabx.sessions('1001', { limit: 1000 });
    expect(sessions.length).toBeGreaterThan(60);
    const positions = sessions.map((session) => session.lastMessageId);
    expect(positions).toEqual(positions.toSorted((a, b) => b - a));
    expect(new Set(sessions.map((session) => session.id)).size).toBe(sessions.length);
    const [, , third] = sessions;
    const newer = await bench.pabx.sessions('1001', { untilMessageId: third!.lastMessageId, limit: 1000 });
    expect(newer.map((session) => session.id)).toEqual(sessions.slice(0, 2).map((session) => session.id));
    expect(await bench.pabx.sessions('1001', { limit: 7 })).toHaveLength(7);
  });

  it('hold campaigns, archived and ended ones, and say which is which', async () => {
    bench = await startBench({ emulator: { history: true } });
    const { sessionId: ended } = await bench.contactWrites({ ...ZE, from: '+5511999990001' });
    await bench.control('close', { sessionId: ended, by: 'contact' });
    const { sessionId: archived } = await bench.contactWrites(ZE);
    await bench.pabx.setArchived(archived, '1001', true);
    const sessions = await bench.pabx.sessions('1001', { limit: 200 });
    const find = (id: number) => sessions.find((session) => session.id === id);
    expect(find(ended)).toMatchObject({ isEnded: true });
    expect(find(archived)).toMatchObject({ isEnded: false, isArchived: true });
    expect(sessions.some((session) => session.isCampaign)).toBe(true);
    const others = await bench.pabx.sessions('1002', { limit: 200 });
    expect(others.find((session) => session.id === archived)).toMatchObject({ isArchived: false });
  });

  it('tell what list and details know together, the window in milliseconds', async () => {
    bench = await startBench();
    const { sessionId, msgId } = await bench.contactWrites(ZE);
    const [session] = await bench.pabx.sessions('1001', { limit: 1 });
    expect(session).toMatchObject({
      id: sessionId,
      kind: 'whatsapp',
      channelName: 'WhatsApp Atendimento',
      sender: '+551131031000',
      address: ZE.from,
      contactName: 'Zé',
      isEnded: false,
      isCampaign: false,
      queueId: 1,
      holder: null,
      lastMessageId: msgId,
    });
    const leftMs = session!.replyWindowEndsAt! - Date.now();
    expect(leftMs).toBeGreaterThan(86_390_000);
    expect(leftMs).toBeLessThanOrEqual(86_400_000);
    const [again] = await bench.pabx.sessions('1001', { limit: 1 });
    expect(again).toEqual(session);
  });

  it('are found one by one wherever they went, also without a hint', async () => {
    bench = await startBench();
    const { sessionId } = await bench.contactWrites(ZE);
    expect(await bench.pabx.session(sessionId)).toMatchObject({ holder: null });
    await bench.control('pick-up', { sessionId, extension: '1002' });
    expect(await bench.pabx.session(sessionId, '1001')).toMatchObject({ holder: '1002', isEnded: false });
    await bench.control('transfer', { sessionId, to: { extension: '1009' }, by: '1002' });
    expect(await bench.pabx.session(sessionId)).toMatchObject({ holder: '1009', queueId: null });
    await bench.control('transfer', { sessionId, to: { platform: true }, by: '1009' });
    expect(await bench.pabx.session(sessionId)).toMatchObject({ holder: null, queueId: null });
    for (const extension of ['1001', '1002', '1003']) await bench.pabx.remove(sessionId, extension);
    await bench.control('transfer', { sessionId, to: { extension: '1001' } });
    await bench.pabx.remove(sessionId, '1001');
    await expect(bench.pabx.session(sessionId)).rejects.toMatchObject({ code: 'session.notFound' });
  });
});

describe('the history of a session', () => {
  it('comes in ascending order, page by page, with the system lines of what others did', async () => {
    bench = await startBench();
    const { sessionId } = await bench.contactWrites({ ...ZE, text: 'n', times: 250 });
    await bench.control('pick-up', { sessionId, extension: '1002' });
    await bench.control('transfer', { sessionId, to: { queueId: 3 }, by: '1002' });
    const all = await bench.pabx.messages(sessionId, { limit: 1000 });
    expect(all.map((message) => message.id)).toEqual(
      all.map((message) => message.id).toSorted((a, b) => a - b),
    );
    expect(all).toHaveLength(252);
    expect(all.slice(-2).map((message) => message.system)).toMatchObject([
      { event: 'pickedUp', by: 'Bruno Lima' },
      { event: 'transferredToQueue', by: 'Bruno Lima', to: 'Suporte' },
    ]);
    const page = await bench.pabx.messages(sessionId, { before: all[200]!.id, limit: 120 });
    expect(page.map((message) => message.text)).toEqual(all.slice(80, 200).map((message) => message.text));
  });
});

describe('what is done with a session', () => {
  it('is picked up in a manual queue by handing it to oneself', async () => {
    bench = await startBench();
    const { sessionId } = await bench.contactWrites(ZE);
    await bench.pabx.pickUp(sessionId, await bench.agent('1001'));
    expect(await bench.sessionState(sessionId)).toMatchObject({ holder: '1001', queueId: 1 });
    await bench.pabx.pickUp(sessionId, await bench.agent('1001'));
    const late = bench.pabx.pickUp(sessionId, await bench.agent('1002'));
    await expect(late).rejects.toMatchObject({ code: 'session.alreadyPickedUp', details: { by: '1001' } });
    expect((await bench.sessionState(sessionId)).holder).toBe('1001');
  });

  it('is picked up in an auto queue by the first reply', async () => {
    bench = await startBench();
    const { sessionId } = await bench.contactWrites({
      channel: 'facebook',
      from: 'fb-1',
      name: 'Lia',
      text: 'Oi',
    });
    const reply = { target: { sessionId }, from: '1002', content: text('Olá'), requestId: 'r1' };
    await bench.pabx.send(reply);
    expect(await bench.pabx.session(sessionId)).toMatchObject({ holder: '1002', queueId: 2 });
  });

  it('is transferred, archived, ended and removed', async () => {
    bench = await startBench();
    const { sessionId } = await bench.contactWrites(ZE);
    const { pabx } = bench;
    await pabx.transfer(sessionId, { kind: 'queue', id: 3 });
    expect(await bench.sessionState(sessionId)).toMatchObject({ queueId: 3, holder: null });
    await pabx.transfer(sessionId, { kind: 'extension', id: (await bench.agent('1003')).id });
    expect(await bench.sessionState(sessionId)).toMatchObject({ holder: '1003' });
    await pabx.transfer(sessionId, { kind: 'platform' });
    expect(await bench.sessionState(sessionId)).toMatchObject({ isWithPlatform: true });
    await pabx.transfer(sessionId, { kind: 'extension', id: (await bench.agent('1001')).id });
    await pabx.setArchived(sessionId, '1001', true);
    expect((await bench.sessionState(sessionId)).archivedBy).toEqual(['1001']);
    await pabx.setArchived(sessionId, '1001', false);
    expect((await bench.sessionState(sessionId)).archivedBy).toEqual([]);
    await pabx.end(sessionId);
    expect(await bench.sessionState(sessionId)).toMatchObject({ isClosed: true });
    await pabx.remove(sessionId, '1001');
    expect((await bench.sessionState(sessionId)).removedBy).toEqual(['1001']);
  });
});
