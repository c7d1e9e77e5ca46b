// The whole service on both SQL drivers: a scripted gateway on one side, the bridge's procedures on the other.
import { call } from '@orpc/server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '#shared/model/errors.ts';
import type { SessionId } from '#shared/model/ids.ts';
import { aMessage, anAgent, aQueue, aSession, COLLEAGUE, ME } from '#tests/support/entities.ts';
import { startFixture, type Fixture } from '#tests/support/service-fixture.ts';
import { SQL_DRIVERS } from '#tests/support/sql-drivers.ts';

const ONE = '1' as SessionId;
const firstPage = { list: 'recent', filter: {}, text: '', before: null, limit: 50 } as const;

describe.each(SQL_DRIVERS)('the service on $name', (driver) => {
  let fixture: Fixture;
  beforeEach(async () => {
    fixture = await startFixture({
      driver,
      prepare: (gateway) => {
        gateway.snapshot = () => [
          { kind: 'queue.put', queue: aQueue() },
          { kind: 'agent.put', agent: anAgent() },
          { kind: 'session.put', session: aSession() },
          { kind: 'message.put', message: aMessage() },
        ];
        gateway.onCommand = (command) =>
          command.name === 'message.page' ? { result: { messages: [], hasMore: false } } : { result: {} };
      },
    });
  });
  afterEach(() => fixture.stop());

  const router = () => fixture.service.router;
  const window = () =>
    call(router().messages.window, { sessionId: ONE, anchor: { at: 'newest' }, limit: 50 });

  it('lists what the snapshot brought and goes live', async () => {
    const { rows } = await call(router().sessions.page, firstPage);
    expect(rows).toMatchObject([{ id: '1', contactName: 'Maria Souza', draft: '', outbox: 'clear' }]);
    expect((await window()).rows).toMatchObject([{ id: 'p1', state: 'received' }]);
    expect(await call(router().directory.queues, {})).toMatchObject([{ name: 'Vendas', waiting: 1 }]);
    expect(fixture.ofKind('link').at(-1)?.link.state).toBe('live');
    expect(fixture.ofKind('counts').at(-1)?.counts).toMatchObject({
      waiting: 1,
      recent: { total: 1, unread: 1 },
    });
  });

  it('shows what is sent at once and settles it when the message comes back', async () => {
    fixture.gateway.append({ kind: 'session.put', session: aSession({ version: 2, holder: ME }) });
    fixture.gateway.onCommand = ({ payload }) => {
      const id = payload['messageId'];
      if (id === undefined) return { result: { messages: [], hasMore: false } };
      const author = { kind: 'agent', ...ME };
      const message = aMessage({ id, position: 2, author, text: 'Bom dia', state: 'accepted' });
      fixture.gateway.append({ kind: 'message.put', message });
      return { result: { messageId: id, position: 2 } };
    };
    await call(router().commands.sendText, { sessionId: ONE, text: 'Bom dia' });
    expect((await window()).rows.at(-1)).toMatchObject({ text: 'Bom dia', state: 'sending', position: null });
    await fixture.clock.advance(100);
    expect((await window()).rows.at(-1)).toMatchObject({ text: 'Bom dia', state: 'accepted', position: 2 });
    expect(await call(router().outbox.list, {})).toEqual([]);
    expect(fixture.gateway.received('message.send')).toHaveLength(1);
  });

  it('keeps everything over a restart and answers before any network', async () => {
    fixture.gateway.isReachable = false;
    fixture.gateway.cut();
    await fixture.restart();
    expect((await call(router().sessions.page, firstPage)).rows).toHaveLength(1);
    expect((await window()).rows).toHaveLength(1);
    expect(fixture.service.router).toBeDefined();
  });

  it('sends once what waited while the gateway was away', async () => {
    fixture.gateway.isReachable = false;
    fixture.gateway.cut();
    await fixture.clock.advance(1000);
    await call(router().commands.sendText, { sessionId: ONE, text: 'Até já' });
    await fixture.restart();
    expect((await window()).rows.at(-1)).toMatchObject({ text: 'Até já', state: 'queued' });
    fixture.gateway.isReachable = true;
    await fixture.clock.advance(60_000);
    expect(fixture.gateway.received('message.send')).toHaveLength(1);
  });

  it('tells the loser of a pick-up who was first and takes the row away', async () => {
    fixture.gateway.onCommand = () => {
      const by = COLLEAGUE.name;
      fixture.gateway.append({
        kind: 'session.gone',
        sessionId: '1',
        version: 2,
        reason: 'pickedUpByOther',
        by,
      });
      return { error: new AppError('session.alreadyPickedUp', { details: { by } }).toData() };
    };
    const { commandId } = await call(router().commands.pickUp, { sessionId: ONE });
    await fixture.clock.advance(100);
    expect(fixture.ofKind('command')).toMatchObject([
      { commandId, error: { code: 'session.alreadyPickedUp', details: { by: COLLEAGUE.name } } },
    ]);
    expect(fixture.ofKind('sessionGone')).toMatchObject([{ reason: 'pickedUpByOther', by: COLLEAGUE.name }]);
    expect((await call(router().sessions.page, firstPage)).rows).toEqual([]);
  });
});
