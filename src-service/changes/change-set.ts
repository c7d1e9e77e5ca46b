// What a transaction touched. Collected while it runs; read back and published when it has committed, so that the
// feed never tells of a row that a rollback took away, and tells of each row once however often it changed.
import type { Change } from '#shared/bridge/changes.ts';
import type { GoneReason } from '#shared/link/events.ts';
import type { Call } from '#shared/model/call.ts';
import type { MessageId, SessionId } from '#shared/model/ids.ts';
import type { Store } from '../store/store.ts';

type DirectoryPart = Extract<Change, { kind: 'directory' }>['what'];
type AttentionKind = Extract<Change, { kind: 'attention' }>['about'];

/** More messages of one session than this are told as one `thread` change. */
const MAX_SINGLE_MESSAGES = 20;

export class ChangeSet {
  readonly #sessions = new Set<SessionId>();
  readonly #gone = new Map<SessionId, { reason: GoneReason; by: string | null }>();
  readonly #messages = new Map<SessionId, Set<MessageId>>();
  readonly #threads = new Set<SessionId>();
  readonly #directory = new Set<DirectoryPart>();
  readonly #calls = new Map<string, Call>();
  readonly #attention = new Map<string, { about: AttentionKind; sessionId: SessionId }>();
  /** True when the list counters may have moved. */
  hasCounts = false;

  session(id: SessionId): void {
    this.#sessions.add(id);
    this.#gone.delete(id);
    this.hasCounts = true;
  }

  sessionGone(id: SessionId, reason: GoneReason, by: string | null): void {
    this.#sessions.delete(id);
    this.#messages.delete(id);
    this.#threads.delete(id);
    this.#gone.set(id, { reason, by });
    this.hasCounts = true;
  }

  message(sessionId: SessionId, id: MessageId): void {
    const ids = this.#messages.get(sessionId) ?? new Set();
    this.#messages.set(sessionId, ids.add(id));
  }

  thread(sessionId: SessionId): void {
    this.#threads.add(sessionId);
  }

  directory(part: DirectoryPart): void {
    this.#directory.add(part);
  }

  call(call: Call): void {
    this.#calls.set(call.id, call);
  }

  attention(eventId: string, about: AttentionKind, sessionId: SessionId): void {
    this.#attention.set(eventId, { about, sessionId });
  }

  /** The changes, with every row as it is now. To be called after COMMIT. */
  read(store: Store): Change[] {
    const changes: Change[] = [];
    for (const [sessionId, { reason, by }] of this.#gone) {
      changes.push({ kind: 'sessionGone', sessionId, reason, by });
    }
    for (const id of this.#sessions) {
      const row = store.sessions.row(id);
      if (row !== null) changes.push({ kind: 'session', row });
    }
    for (const [sessionId, ids] of this.#messages) {
      if (ids.size > MAX_SINGLE_MESSAGES) this.#threads.add(sessionId);
      if (this.#threads.has(sessionId)) continue;
      for (const id of ids) {
        const row = store.messages.get(id);
        if (row !== null) changes.push({ kind: 'message', row });
      }
    }
    for (const sessionId of this.#threads) changes.push({ kind: 'thread', sessionId });
    for (const what of this.#directory) changes.push({ kind: 'directory', what });
    for (const call of this.#calls.values()) changes.push({ kind: 'call', call });
    if (this.hasCounts) changes.push({ kind: 'counts', counts: store.sessions.counts() });
    for (const [eventId, { about, sessionId }] of this.#attention) {
      const row = store.sessions.row(sessionId);
      if (row !== null) changes.push({ kind: 'attention', eventId, about, row });
    }
    return changes;
  }
}
