import { describe, expect, it, vi } from 'vitest';
import { createFixture, type FixtureOptions } from '../gallery/fixture-service.ts';
import { longThread, STORY_SESSION } from '../gallery/conversation-fixtures.ts';
import { makeMessage, sessionId } from '../gallery/fixtures.ts';
import { createWindowApp } from '../window-app.ts';
import { useThreadStore } from './thread-store.ts';

const id = sessionId(STORY_SESSION);

/** A thread store over the in-memory service, with its feed running. */
function start(options: FixtureOptions = {}) {
  const fixture = createFixture({ messages: longThread(120), ...options });
  const { app, feed } = createWindowApp({}, fixture.clients);
  const thread = app.runWithContext(() => useThreadStore());
  feed.start();
  return { fixture, thread };
}
const positions = (thread: ReturnType<typeof useThreadStore>) =>
  thread.window.rows.map((row) => row.position);

describe('the open thread', () => {
  it('opens with the newest page and brings older ones when asked', async () => {
    const { thread } = start();
    await thread.open(id);
    expect([thread.status, positions(thread)[0], positions(thread).at(-1)]).toEqual(['ready', 71, 120]);
    await thread.loadOlder();
    expect(positions(thread)[0]).toBe(21);
    await thread.loadOlder();
    await thread.loadOlder();
    expect([positions(thread)[0], thread.window.mayHaveOlder]).toEqual([1, false]);
  });

  it('takes a message that came while the first page was on its way', async () => {
    const { fixture, thread } = start();
    const opening = thread.open(id);
    fixture.publish({
      kind: 'message',
      row: makeMessage({ id: 'new', sessionId: STORY_SESSION, position: 121 }),
    });
    await opening;
    await vi.waitFor(() => expect(positions(thread).at(-1)).toBe(121));
  });

  it('says that a session is gone, and opens it when it turns up after all', async () => {
    const { fixture, thread } = start();
    const row = fixture.sessions.get(id)!;
    fixture.sessions.delete(id);
    await thread.open(id);
    expect(thread.status).toBe('gone');
    await vi.waitFor(() => {
      fixture.publish({ kind: 'session', row });
      expect(thread.status).toBe('ready');
    });
  });

  it('drops the answer for a session that was left meanwhile', async () => {
    const { thread } = start();
    const first = thread.open(id);
    const other = sessionId('3101');
    await Promise.all([first, thread.open(other)]);
    expect(thread.session?.id).toBe(other);
    expect(new Set(thread.window.rows.map((row) => row.sessionId as string))).not.toContain(STORY_SESSION);
  });
});
