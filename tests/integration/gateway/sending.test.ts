import { describe, expect, it } from 'vitest';
import { uuidv7 } from 'uuidv7';
import { enter, gatewayTests, sendText, type testGateway } from '#tests/support/test-gateway.ts';

const start = gatewayTests();

describe('sending', () => {
  const waiting = async (options: Parameters<typeof testGateway>[0] = {}) => {
    const system = await start(options);
    const ana = await enter(system, '1001');
    const id = String(system.pabx.contactWrites({ address: '+551199', text: 'Oi' }));
    await ana.event('session.put');
    return { system, ana, id };
  };

  it('answers a repeated command from memory and sends once', async () => {
    const { system, ana, id } = await waiting();
    const messageId = uuidv7();
    const first = await sendText(ana, id, 'Olá', messageId);
    const again = await sendText(ana, id, 'Olá', messageId);
    expect(first.frame).toBe('ack');
    expect(again).toEqual(first);
    expect(system.pabx.sent).toHaveLength(1);
    const told = await ana.event(
      'message.put',
      ({ message }) => (message as { id: string }).id === messageId,
    );
    expect(told).toMatchObject({ message: { state: 'accepted', author: { extension: '1001' } } });
  });

  it.each([true, false])(
    'finds a message whose answer was lost instead of sending it twice (echo %s)',
    async (echo) => {
      const { system, ana, id } = await waiting();
      system.pabx.echoesRequestId = echo;
      system.pabx.failNext = { method: 'send', how: 'loseAnswer' };
      const messageId = uuidv7();
      expect(await sendText(ana, id, 'Olá', messageId)).toMatchObject({
        frame: 'ack',
        result: { messageId },
      });
      expect(system.pabx.sent).toHaveLength(1);
    },
  );

  it('killed between the PABX and its own commit, it does not send twice after the restart', async () => {
    const { system, ana, id } = await waiting();
    system.pabx.failNext = { method: 'send', how: 'die' };
    const messageId = uuidv7();
    ana.send({
      frame: 'command',
      commandId: messageId,
      name: 'message.send',
      payload: { messageId, sessionId: id, content: { kind: 'text', text: 'Olá' } },
    });
    await expect.poll(() => system.pabx.sent.length).toBe(1);
    // Stopped while the PABX never answered: nothing of the message was committed but the intent.
    await system.gateway.stop();
    const after = await start({ pabx: system.pabx, dataDir: system.dataDir });
    const again = await enter(after, '1001');
    expect(await sendText(again, id, 'Olá', messageId)).toMatchObject({
      frame: 'ack',
      result: { messageId },
    });
    expect(system.pabx.sent).toHaveLength(1);
    const page = await again.command('message.page', { sessionId: id, before: null, limit: 10 });
    const ids = (page.frame === 'ack' ? (page.result as { messages: { id: string }[] }).messages : []).map(
      (m) => m.id,
    );
    expect(ids).toEqual([messageId, 'p1']);
  });

  it('releases an automatic session when the PABX refuses the first reply', async () => {
    const system = await start();
    const ana = await enter(system, '1001');
    const id = String(system.pabx.contactWrites({ address: '+551192', text: 'b', queueId: 2 }));
    await ana.event('session.put');
    system.pabx.failNext = { method: 'send', how: 'refuse' };
    expect(await sendText(ana, id, 'Olá')).toMatchObject({ frame: 'nack', error: { code: 'pabx.refused' } });
    const page = await ana.command('session.page', { list: 'recent', before: null, limit: 10 });
    expect(page).toMatchObject({ result: { sessions: [{ id, holder: null }] } });
  });

  it('starts a session at the PABX with the first message and keeps one session for it', async () => {
    const system = await start();
    const ana = await enter(system, '1001');
    const made = await ana.command('session.create', {
      channelId: '1',
      sender: '+5511300',
      address: '+55 11 98888-0000',
    });
    const { sessionId: id } = (made.frame === 'ack' ? made.result : {}) as { sessionId: string };
    expect(await sendText(ana, id, 'Olá')).toMatchObject({ frame: 'ack' });
    system.pabx.contactWrites({ address: '+5511988880000', text: 'Oi' });
    await ana.event(
      'message.put',
      ({ message }) => (message as { text: string; sessionId: string }).text === 'Oi',
    );
    const page = await ana.command('session.page', { list: 'recent', before: null, limit: 10 });
    expect(
      (page.frame === 'ack' ? (page.result as { sessions: unknown[] }) : { sessions: [] }).sessions,
    ).toHaveLength(1);
    const carla = await enter(system, '1003');
    expect(
      await carla.command('session.create', {
        channelId: '1',
        sender: '+5511300',
        address: '+5511988880001',
      }),
    ).toMatchObject({ error: { code: 'session.senderNotAllowed' } });
  });
});
