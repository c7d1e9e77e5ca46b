// The stores over the in-memory service, as the app wires them.
import { afterEach, describe, expect, it, vi } from 'vitest';
import { effectScope } from 'vue';
import { AppError } from '#shared/model/errors.ts';
import { CommandId } from '#shared/model/ids.ts';
import { createFixture, type FixtureOptions } from '../gallery/fixture-service.ts';
import { FIXTURE_NOW, ME, makeSession, manySessions, sessionId } from '../gallery/fixtures.ts';
import { useResetNotices } from '../composables/reset-notices.ts';
import { createWindowApp } from '../window-app.ts';
import { useAccountStore } from './account-store.ts';
import { useCommandStore } from './command-store.ts';
import { useCountsStore } from './counts-store.ts';
import { MAX_ROWS } from './list-window.ts';
import { useSelectionStore } from './selection-store.ts';
import { useSessionActionStore } from './session-action-store.ts';
import { useSessionStore } from './session-store.ts';
import { useToastStore } from './toast-store.ts';

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

async function start(options: FixtureOptions = {}) {
  const fixture = createFixture(options);
  const { app, feed } = createWindowApp({ render: () => null }, fixture.clients, { frozenAt: FIXTURE_NOW });
  const stores = app.runWithContext(() => ({
    account: useAccountStore(),
    counts: useCountsStore(),
    sessions: useSessionStore(),
    selection: useSelectionStore(),
    actions: useSessionActionStore(),
    commands: useCommandStore(),
    toasts: useToastStore(),
  }));
  const life = effectScope();
  app.runWithContext(() => life.run(useResetNotices));
  ends.push(() => {
    life.stop();
    feed.dispose();
  });
  feed.start();
  await vi.waitFor(() => expect(stores.sessions.state).toBe('ready'));
  return { fixture, feed, ...stores };
}
const names = (store: ReturnType<typeof useSessionStore>): string[] => store.held.rows.map((row) => row.id);

describe('the list on screen', () => {
  it('shows the first page and the counts of the moment', async () => {
    const { sessions, counts, account } = await start();
    expect(names(sessions).slice(0, 3)).toEqual(['3101', '3100', '3099']);
    expect(counts.counts.waiting).toBe(2);
    expect(account.account?.extension).toBe('1001');
  });

  it('moves a session to the top when the feed says it became active', async () => {
    const { sessions, fixture } = await start();
    const row = fixture.sessions.get(sessionId('3096'))!;
    fixture.publish({ kind: 'session', row: { ...row, activeAt: FIXTURE_NOW, unreadCount: 1 } });
    await vi.waitFor(() => expect(names(sessions)[0]).toBe('3096'));
  });

  it('drops a session that another agent picked up at once and says who, with its name', async () => {
    const { sessions, fixture, toasts, selection } = await start();
    selection.open(sessionId('3101'));
    fixture.publish({
      kind: 'sessionGone',
      sessionId: sessionId('3101'),
      reason: 'pickedUpByOther',
      by: 'Carlos Souza',
    });
    await vi.waitFor(() => expect(names(sessions)).not.toContain('3101'));
    expect(toasts.toasts.map((toast) => toast.text)).toEqual([
      'Carlos Souza pegou a sessão com Maria Oliveira.',
    ]);
    expect(selection.selectedSessionId).toBeNull();
  });

  it('keeps a filter when changes come', async () => {
    const { sessions, fixture } = await start();
    sessions.setFilter({ only: 'mine' });
    await vi.waitFor(() => expect(sessions.state).toBe('ready'));
    const before = names(sessions);
    fixture.publish(
      { kind: 'session', row: makeSession({ id: '1', activeAt: FIXTURE_NOW }) },
      { kind: 'session', row: makeSession({ id: '2', activeAt: FIXTURE_NOW, holder: ME }) },
    );
    await vi.waitFor(() => expect(names(sessions)).toEqual(['2', ...before]));
  });

  it('pages down and up again through a long list without holding it', async () => {
    const { sessions } = await start({ sessions: manySessions(1500) });
    for (let first = 0; first < 1490; first += 10) {
      sessions.onRange(first, first + 10);
      await vi.waitFor(() =>
        expect(sessions.skipped + sessions.held.rows.length).toBeGreaterThan(Math.min(first + 20, 1499)),
      );
      expect(sessions.held.rows.length).toBeLessThanOrEqual(MAX_ROWS);
    }
    expect(sessions.held.rows.at(-1)?.contactName).toBe('Contato 1500');
    sessions.onRange(0, 10);
    await vi.waitFor(() => expect(sessions.skipped).toBe(0));
    expect(sessions.held.rows[0]?.contactName).toBe('Contato 1');
  });

  it('does not lose a change that overtook the page being read', async () => {
    const { sessions, fixture } = await start();
    sessions.showList('archived');
    fixture.publish({
      kind: 'session',
      row: makeSession({ id: '77', isArchived: true, activeAt: FIXTURE_NOW }),
    });
    await vi.waitFor(() => expect(sessions.state).toBe('ready'));
    await vi.waitFor(() => expect(names(sessions)[0]).toBe('77'));
  });
});

describe('commands', () => {
  it('follow a pick-up to its outcome and open the session', async () => {
    const { actions, selection, fixture } = await start();
    await actions.pickUp(fixture.sessions.get(sessionId('3101'))!);
    expect(selection.selectedSessionId).toBe('3101');
    expect(fixture.sessions.get(sessionId('3101'))?.holder?.extension).toBe('1001');
  });

  it('turn a refusal into a sentence that names the winner of a race', async () => {
    const { commands, fixture, toasts } = await start();
    const commandId = CommandId.parse('lost');
    const running = commands.run(Promise.resolve({ commandId }), { key: 'race' });
    expect(commands.isRunning('race')).toBe(true);
    const error = new AppError('session.alreadyPickedUp', { details: { by: 'Carlos Souza' } }).toData();
    fixture.publish({ kind: 'command', commandId, result: null, error });
    expect(await running).toEqual({ ok: false, error });
    expect(commands.isRunning('race')).toBe(false);
    expect(toasts.toasts[0]?.text).toBe('Carlos Souza pegou esta sessão antes.');
  });

  it('know an outcome that came before the acceptance', async () => {
    const { commands, feed, fixture } = await start();
    const commandId = CommandId.parse('early');
    const heard = new Promise((resolve) => feed.on('command', resolve));
    fixture.publish({ kind: 'command', commandId, result: { done: true }, error: null });
    await heard;
    expect(await commands.run(Promise.resolve({ commandId }))).toEqual({ ok: true, result: { done: true } });
  });

  it('stay quiet when the caller shows the refusal itself', async () => {
    const { commands, toasts } = await start();
    const outcome = await commands.run(Promise.reject(new AppError('command.offline')), { isQuiet: true });
    expect(outcome).toMatchObject({ ok: false, error: { code: 'command.offline' } });
    expect(toasts.toasts).toEqual([]);
  });
});

describe('opening a session', () => {
  it('asks for the cursor when it is opened to write, not when a search hit is read', async () => {
    const { selection } = await start();
    selection.openToWrite(sessionId('3101'));
    expect(selection.isWritingWanted).toBe(true);
    selection.open(sessionId('3100'));
    expect(selection.isWritingWanted).toBe(false);
  });

  it('asks for the cursor in a session that was just picked up', async () => {
    const { selection, sessions, actions } = await start();
    const waiting = sessions.held.rows.find((row) => row.holder === null && row.pickUpMode === 'manual')!;
    await actions.pickUp(waiting);
    expect(selection.selectedSessionId).toBe(waiting.id);
    expect(selection.isWritingWanted).toBe(true);
  });
});

describe('damaged files on this computer', () => {
  it('are told once: a lost outbox stays on screen, a rebuilt cache is only mentioned', async () => {
    const { fixture, toasts } = await start();
    fixture.publish({ kind: 'reset', reason: 'cacheRebuilt' });
    fixture.publish({ kind: 'reset', reason: 'outboxLost' });
    await vi.waitFor(() => expect(toasts.toasts.map(({ tone }) => tone)).toEqual(['neutral', 'danger']));
    expect(toasts.toasts[1]?.text).toMatch(/se perderam/u);
  });

  it('are not spoken of when the list is merely read anew', async () => {
    const { fixture, toasts } = await start();
    fixture.publish({ kind: 'reset', reason: 'snapshot' }, { kind: 'reset', reason: 'accountChanged' });
    fixture.publish({ kind: 'reset', reason: 'outboxLost' });
    await vi.waitFor(() => expect(toasts.toasts).toHaveLength(1));
  });
});
