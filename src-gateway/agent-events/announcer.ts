// Turns a changed row into events for all agents concerned, inside the caller's transaction: who sees it now
// gets `*.put`, who saw it and no longer does gets `session.gone`. A session's version grows here and only here.
import type { Event, GoneReason } from '#shared/link/events.ts';
import type { Message } from '#shared/model/message.ts';
import { listOf, type Session } from '#shared/model/session.ts';
import type { Directory } from '../mirror/directory.ts';
import { audienceOf, staysRemoved } from '../rules/visibility.ts';
import type { SessionAgentRow } from '../store/session-agents.ts';
import type { SessionRow } from '../store/sessions.ts';
import type { Store } from '../store/store.ts';
import type { AgentEventLog } from './agent-event-log.ts';
import { sessionGone, sessionView } from './views.ts';

/** How many messages come with a session that an agent has not seen before; the rest by message.page. */
export const NEWEST_MESSAGES = 20;

export interface SessionAnnouncement {
  /** Why those who lose sight of it do, and who did it (a name). */
  readonly reason?: GoneReason;
  readonly by?: string | null;
  /** Tell this agent only: something of their own changed (read, archived). */
  readonly only?: string;
  /** False while old sessions are read in bulk: their messages come by message.page. */
  readonly withMessages?: boolean;
}

export interface Announcer {
  /** Stores the row under its next version and tells everybody concerned. Gives the stored row. */
  session(row: SessionRow, options?: SessionAnnouncement): SessionRow;
  /** Tells of a message: those named, as far as they see its session; all who see it when nobody is named. */
  message(message: Message, to?: readonly string[]): void;
  /** Changes what one agent has of a session, and tells that agent. */
  ownPart(row: SessionRow, extension: string, change: Partial<SessionAgentRow>): SessionRow;
  /** One event each for all agents; none leaves one out. */
  everybody(eventFor: (extension: string) => Event | null | undefined): void;
  /** A session as an agent sees it; undefined when they do not. */
  view(extension: string, sessionId: string): Session | undefined;
  isVisible(extension: string, sessionId: string): boolean;
  /** Those who see a session at this moment. */
  viewers(sessionId: string): string[];
}

export function createAnnouncer(store: Store, log: AgentEventLog, directory: Directory): Announcer {
  const viewOf = (row: SessionRow, own: SessionAgentRow): Session =>
    sessionView(row, own, store.messages.countUnread(row.id, own.readPosition), directory);

  const newRow = (row: SessionRow, extension: string): SessionAgentRow => ({
    extension,
    sessionId: row.id,
    isVisible: false,
    isArchived: false,
    removedAtPosition: null,
    readPosition: alreadyRead(row, store),
    list: 'recent',
    activeAt: row.activeAt,
  });

  const tell = (row: SessionRow, before: SessionAgentRow, options: SessionAnnouncement) => {
    const view = viewOf(row, before);
    store.sessionAgents.put({
      ...before,
      isVisible: true,
      removedAtPosition: null,
      list: listOf(view),
      activeAt: row.activeAt,
    });
    log.append(before.extension, { kind: 'session.put', session: view });
    if (before.isVisible || options.withMessages === false) return;
    const newest = store.messages.page(row.id, Number.MAX_SAFE_INTEGER, NEWEST_MESSAGES);
    for (const message of newest.reverse()) log.append(before.extension, { kind: 'message.put', message });
  };

  const announcer: Announcer = {
    session(given, options = {}) {
      const row: SessionRow = { ...given, version: given.version + 1 };
      store.sessions.put(row);
      const rows = new Map(store.sessionAgents.ofSession(row.id).map((own) => [own.extension, own]));
      const audience = new Set(audienceOf(row, (id) => directory.membersOf(id)));
      for (const own of rows.values()) {
        const staysAway = audience.has(own.extension) && staysRemoved(own.removedAtPosition, row);
        if (staysAway) audience.delete(own.extension);
        if (!own.isVisible || audience.has(own.extension)) continue;
        store.sessionAgents.put({ ...own, isVisible: false });
        const reason = staysAway ? 'removed' : (options.reason ?? 'noLongerVisible');
        log.append(own.extension, sessionGone(row.id, row.version, reason, options.by ?? null));
      }
      for (const extension of audience) {
        const own = rows.get(extension);
        if (options.only !== undefined && options.only !== extension && own?.isVisible === true) continue;
        if (!store.accounts.get(extension)) continue;
        tell(row, own ?? newRow(row, extension), options);
      }
      return row;
    },
    message(message, to) {
      for (const extension of announcer.viewers(message.sessionId)) {
        if (to?.includes(extension) === false) continue;
        log.append(extension, { kind: 'message.put', message });
      }
    },
    ownPart(row, extension, change) {
      const own = store.sessionAgents.get(extension, row.id) ?? newRow(row, extension);
      store.sessionAgents.put({ ...own, ...change });
      return announcer.session(row, { only: extension });
    },
    everybody(eventFor) {
      for (const extension of store.accounts.extensions()) {
        const event = eventFor(extension);
        if (event) log.append(extension, event);
      }
    },
    view(extension, sessionId) {
      const row = store.sessions.get(sessionId);
      const own = store.sessionAgents.get(extension, sessionId);
      return row && own?.isVisible === true ? viewOf(row, own) : undefined;
    },
    isVisible: (extension, sessionId) => store.sessionAgents.get(extension, sessionId)?.isVisible === true,
    viewers: (sessionId) =>
      store.sessionAgents
        .ofSession(sessionId)
        .filter((own) => own.isVisible)
        .map((own) => own.extension),
  };
  return announcer;
}

/** What counts as read when an agent first sees a session: all up to the newest thing that an agent wrote. */
function alreadyRead(row: SessionRow, store: Store): number {
  if (row.state === 'ended') return row.lastPosition;
  const newest = store.messages.page(row.id, Number.MAX_SAFE_INTEGER, 200);
  return newest.find((message) => message.author.kind === 'agent')?.position ?? 0;
}
