// Durable commands over a whole service: order, crashes, lost answers, refusals.
import { call } from '@orpc/server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { COMMANDS } from '#shared/link/commands.ts';
import { AppError, type ErrorCode } from '#shared/model/errors.ts';
import type { SessionId } from '#shared/model/ids.ts';
import { aMessage, aSession, ME } from '#tests/support/entities.ts';
import type { Answer, ReceivedCommand } from '#tests/support/scripted-gateway.ts';
import { startFixture, type Fixture } from '#tests/support/service-fixture.ts';
import { SQLITE_WASM } from '#tests/support/sql-drivers.ts';
import { DURABLE_COMMANDS } from '../store/outbox-entries.ts';

const ONE = '1' as SessionId;
const TWO = '2' as SessionId;
const refusal = (code: ErrorCode): Answer => ({ error: new AppError(code).toData() });

describe('the outbox', () => {
  let fixture: Fixture;
  let answer: (command: ReceivedCommand) => Answer;
  let position: number;

  /** As a gateway does: the message comes back by the stream, then the answer. */
  const accept = ({ payload }: ReceivedCommand): Answer => {
    position += 1;
    const { messageId: id, sessionId, content } = payload;
    const text = (content as { text?: string }).text ?? '';
    const author = { kind: 'agent', ...ME };
    const message = aMessage({ id, sessionId, position, text, author, state: 'accepted' });
    fixture.gateway.append({ kind: 'message.put', message });
    return { result: { messageId: id, position } };
  };

  beforeEach(async () => {
    position = 100;
    answer = (command) => (command.name === 'message.send' ? accept(command) : { result: {} });
    fixture = await startFixture({
      driver: SQLITE_WASM,
      prepare: (gateway) => {
        gateway.snapshot = () => [
          { kind: 'session.put', session: aSession({ id: '1', holder: ME }) },
          { kind: 'session.put', session: aSession({ id: '2', holder: ME }) },
        ];
        gateway.onCommand = (command) =>
          command.name === 'message.page' ? { result: { messages: [], hasMore: false } } : answer(command);
      },
    });
  });
  afterEach(() => fixture.stop());

  const router = () => fixture.service.router;
  const send = (text: string, sessionId = ONE) => call(router().commands.sendText, { sessionId, text });
  const list = () => call(router().outbox.list, {});
  const thread = async (sessionId = ONE) =>
    (await call(router().messages.window, { sessionId, anchor: { at: 'newest' }, limit: 50 })).rows;
  const sentTexts = () =>
    fixture.gateway
      .received('message.send')
      .map(({ payload }) => (payload['content'] as { text: string }).text);
  const goOffline = async () => {
    fixture.gateway.isReachable = false;
    fixture.gateway.cut();
    await fixture.clock.advance(100);
  };
  const goOnline = async () => {
    fixture.gateway.isReachable = true;
    await call(router().link.retry, {});
    await fixture.clock.advance(2000);
  };

  it('knows the commands that wait as the protocol does', () => {
    const durable = Object.entries(COMMANDS).filter(([, { nature }]) => nature === 'durable');
    expect(durable.map(([name]) => name).sort()).toEqual([...DURABLE_COMMANDS].sort());
  });

  it('sends in order within a session, one at a time, while another session goes on', async () => {
    const held: ReceivedCommand[] = [];
    answer = (command) => {
      held.push(command);
      return command.payload['sessionId'] === '2' ? accept(command) : null;
    };
    await send('a');
    await send('b');
    await send('c', TWO);
    await fixture.clock.advance(100);
    expect(sentTexts()).toEqual(['a', 'c']);
    answer = accept;
    fixture.gateway.push({
      frame: 'ack',
      commandId: held[0]!.commandId,
      result: { messageId: held[0]!.commandId, position: 1 },
    });
    await fixture.clock.advance(100);
    expect(sentTexts()).toEqual(['a', 'c', 'b']);
  });

  it('keeps a message whose answer was lost as unconfirmed and asks again under the same id', async () => {
    answer = () => null;
    const { commandId } = await send('oi');
    await fixture.clock.advance(50);
    await goOffline();
    expect(await list()).toMatchObject([{ commandId, state: 'unconfirmed' }]);
    expect((await thread()).at(-1)).toMatchObject({ state: 'unconfirmed' });
    answer = accept;
    await goOnline();
    expect(fixture.gateway.received('message.send').map((one) => one.commandId)).toEqual([
      commandId,
      commandId,
    ]);
    expect(await list()).toEqual([]);
    expect(await thread()).toHaveLength(1);
  });

  it('finds after a crash that what it was sending has arrived, and does not send it again', async () => {
    const { commandId } = await send('oi');
    await fixture.clock.advance(100);
    await goOffline();
    await fixture.restart();
    expect(await list()).toEqual([]);
    expect((await thread()).map(({ id }) => id)).toEqual([commandId]);
    await goOnline();
    expect(sentTexts()).toEqual(['oi']);
  });

  it('takes what was on its way when the process ended for unconfirmed', async () => {
    answer = () => null;
    await send('oi');
    await fixture.clock.advance(50);
    fixture.gateway.isReachable = false;
    await fixture.restart();
    expect(await list()).toMatchObject([{ state: 'unconfirmed' }]);
  });

  it('shows a refusal, goes on with the next, and sends again under a new id when a person says so', async () => {
    answer = () => refusal('message.replyWindowOver');
    const { commandId } = await send('a');
    await fixture.clock.advance(100);
    expect(await list()).toMatchObject([
      { commandId, state: 'failed', error: { code: 'message.replyWindowOver' } },
    ]);
    expect((await thread()).at(-1)).toMatchObject({ failure: { code: 'message.replyWindowOver' } });
    expect(fixture.ofKind('session').at(-1)?.row.outbox).toBe('failed');
    answer = accept;
    await send('b');
    await fixture.clock.advance(100);
    expect(sentTexts()).toEqual(['a', 'b']);
    await call(router().outbox.retry, { commandId });
    await fixture.clock.advance(100);
    expect(sentTexts()).toEqual(['a', 'b', 'a']);
    expect(await list()).toEqual([]);
    const ids = fixture.gateway.received('message.send').map((one) => one.commandId);
    expect(new Set(ids).size).toBe(3);
    expect(fixture.ofKind('messageGone')).toMatchObject([{ messageId: commandId }]);
  });

  it('tries again by itself what passes by itself, and holds the lane meanwhile', async () => {
    answer = () => refusal('pabx.unreachable');
    await send('a');
    await send('b');
    await fixture.clock.advance(100);
    expect((await list()).map(({ state }) => state)).toEqual(['queued', 'queued']);
    answer = accept;
    await fixture.clock.advance(5000);
    expect(await list()).toEqual([]);
    expect(sentTexts().slice(-2)).toEqual(['a', 'b']);
  });

  it('lets go of what surely was not sent, and not of what is on its way', async () => {
    answer = () => null;
    const { commandId: onItsWay } = await send('a');
    const { commandId: waiting } = await send('b');
    await fixture.clock.advance(50);
    await call(router().outbox.discard, { commandId: waiting });
    expect((await list()).map((one) => one.commandId)).toEqual([onItsWay]);
    const discarding = call(router().outbox.discard, { commandId: onItsWay });
    await expect(discarding).rejects.toMatchObject({ code: 'FAILED', data: { code: 'command.conflict' } });
  });

  it('sends one read position for many', async () => {
    await goOffline();
    for (const at of [3, 9, 7]) {
      await call(router().commands.markRead, { sessionId: ONE, position: at });
    }
    await goOnline();
    expect(fixture.gateway.received('message.markRead').map(({ payload }) => payload['position'])).toEqual([
      9,
    ]);
  });

  it('archives offline and gives up silently only what has no bubble', async () => {
    await goOffline();
    const { commandId } = await call(router().commands.archive, { sessionId: ONE });
    answer = () => refusal('session.notVisible');
    await goOnline();
    expect(fixture.ofKind('command')).toMatchObject([{ commandId, error: { code: 'session.notVisible' } }]);
    expect(await list()).toEqual([]);
  });

  it('never sends more than the gateway allows', async () => {
    answer = () => ({ result: { messageId: 'x', position: 1 } });
    await goOffline();
    for (let index = 0; index < 130; index += 1) {
      const sessionId = `s${index}` as SessionId;
      await call(router().commands.unarchive, { sessionId });
    }
    answer = () => ({ result: {} });
    await goOnline();
    expect(fixture.gateway.received('session.unarchive').length).toBeLessThanOrEqual(80);
    await fixture.clock.advance(20_000);
    expect(fixture.gateway.received('session.unarchive')).toHaveLength(130);
  });

  it('refuses empty and oversized texts before they are stored', async () => {
    await expect(send('   ')).rejects.toMatchObject({ data: { code: 'message.empty' } });
    await expect(send('á'.repeat(40_000))).rejects.toMatchObject({ data: { code: 'message.textTooLong' } });
    expect(await list()).toEqual([]);
  });

  it('takes the draft away with the message, and keeps it over a restart otherwise', async () => {
    await call(router().drafts.save, { sessionId: ONE, text: 'Bom d' });
    await fixture.restart();
    expect((await call(router().sessions.get, { sessionId: ONE }))?.draft).toBe('Bom d');
    await send('Bom dia');
    expect((await call(router().sessions.get, { sessionId: ONE }))?.draft).toBe('');
  });

  describe('live commands', () => {
    it('are told to be impossible offline, at once and without a trace', async () => {
      await goOffline();
      const { commandId } = await call(router().commands.pickUp, { sessionId: ONE });
      await fixture.clock.advance();
      expect(fixture.ofKind('command')).toMatchObject([{ commandId, error: { code: 'command.offline' } }]);
      await goOnline();
      expect(fixture.gateway.received('session.pickUp')).toEqual([]);
    });

    it('expire after ten seconds without an answer', async () => {
      answer = () => null;
      await call(router().commands.end, { sessionId: ONE });
      await fixture.clock.advance(9_900);
      expect(fixture.ofKind('command')).toEqual([]);
      await fixture.clock.advance(200);
      expect(fixture.ofKind('command')).toMatchObject([{ error: { code: 'command.expired' } }]);
    });

    it('go out again under the same id when the connection is replaced meanwhile', async () => {
      answer = () => null;
      const { commandId } = await call(router().commands.end, { sessionId: ONE });
      await fixture.clock.advance(10);
      fixture.gateway.cut();
      answer = () => ({ result: {} });
      await fixture.clock.advance(3000);
      expect(fixture.gateway.received('session.end').map((one) => one.commandId)).toEqual([
        commandId,
        commandId,
      ]);
      expect(fixture.ofKind('command')).toMatchObject([{ commandId, error: null }]);
    });
  });
});
