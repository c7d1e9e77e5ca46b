// The road up for durable commands: rows of outbox.sqlite go out in order per session, one at a time per session,
// again and again under the same id until the gateway has answered. A message is settled when the cache holds it.
//
//   queued → sending → accepted → (settled: the row goes)       unconfirmed: the answer was lost, asked again
//               ├────→ unconfirmed → sending …                  failed: refused; a person decides
//               └────→ failed
import type { Change } from '#shared/bridge/changes.ts';
import type { OutboxEntry } from '#shared/bridge/rows.ts';
import { AppError } from '#shared/model/errors.ts';
import type { CommandId, MessageId, SessionId } from '#shared/model/ids.ts';
import type { Disposable } from '#shared/model/disposable.ts';
import type { Requests } from '../link/requests.ts';
import type { Clock, Random } from '../ports.ts';
import { bubbleOf, type Entry, type NewEntry } from '../store/outbox-entries.ts';
import type { Store } from '../store/store.ts';
import { judge } from './policy.ts';

interface OutboxOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly requests: Requests;
  readonly isUp: () => boolean;
  readonly publish: (changes: readonly Change[]) => void;
  /** What was thrown by the store: a damaged file is dealt with by the login. */
  readonly onFault: (error: AppError) => void;
}

export class Outbox implements Disposable {
  readonly #options: OutboxOptions;
  /** Sessions of which an entry is on its way. */
  readonly #busyLanes = new Set<SessionId>();
  #timer: Disposable | null = null;
  #isDisposed = false;

  /** What a crash left behind: rows on their way are unconfirmed, rows that arrived are recognised by their id. */
  constructor(options: OutboxOptions) {
    this.#options = options;
    options.store.entries.recover();
    options.store.entries.settle();
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#timer?.dispose();
  }

  tally(): Extract<Change, { kind: 'outbox' }> {
    return { kind: 'outbox', ...this.#options.store.entries.tally() };
  }

  list(): OutboxEntry[] {
    return this.#options.store.entries.all().flatMap(({ state, message, ...entry }) => {
      if (state === 'accepted') return [];
      const { commandId, name, sessionId, error, createdAt } = entry;
      return [{ commandId, name, sessionId, messageId: message?.id ?? null, state, error, createdAt }];
    });
  }

  /** Writes the entry durably and sends it as soon as its turn comes. A message takes its draft with it. */
  add(entry: NewEntry): void {
    const { store } = this.#options;
    store.transaction(() => {
      store.entries.add(entry);
      if (entry.message !== null) store.drafts.save(entry.sessionId, '', entry.createdAt);
    });
    this.#tell(entry.sessionId, entry.message === null ? [] : [entry.commandId]);
    this.pump();
  }

  /** A later position in the place of one that still waits; null when none waits. */
  moveMarkRead(sessionId: SessionId, position: number): CommandId | null {
    const { entries } = this.#options.store;
    const waiting = entries.queuedMarkRead(sessionId);
    if (waiting === null || !('position' in waiting.payload)) return null;
    if (position > waiting.payload.position) {
      entries.setPayload(waiting.commandId, { ...waiting.payload, position });
    }
    return waiting.commandId;
  }

  /**
   * Sends a failed entry again. What was refused surely was not done, so it gets a new id (the gateway would
   * repeat its remembered answer); what is unconfirmed keeps its id and is only asked again at once.
   */
  retry(commandId: CommandId, newId: string): void {
    const { store, clock } = this.#options;
    const entry = this.#get(commandId);
    if (entry.state === 'unconfirmed' || entry.state === 'queued') {
      store.entries.setState(entry, entry.state, { nextAttemptAt: 0 });
      this.pump();
      return;
    }
    if (entry.state !== 'failed' || entry.message === null) {
      throw new AppError('command.conflict', { message: 'This is on its way already.' });
    }
    // A UUIDv7 of our own making serves as both ids, as it does when a message is first written.
    const id = newId as CommandId & MessageId;
    const createdAt = clock.now();
    const message = { ...entry.message, id, createdAt };
    const payload = 'messageId' in entry.payload ? { ...entry.payload, messageId: id } : entry.payload;
    store.transaction(() => {
      store.entries.remove(commandId);
      store.entries.add({ ...entry, commandId: id, payload, message, createdAt });
    });
    this.#tellGone(entry);
    this.#tell(entry.sessionId, [id]);
    this.pump();
  }

  /** @throws AppError `command.conflict` for what is on its way at this moment or was accepted */
  discard(commandId: CommandId): void {
    const entry = this.#get(commandId);
    if (entry.state === 'sending' || entry.state === 'accepted') {
      throw new AppError('command.conflict', { message: 'This is being sent and cannot be taken back.' });
    }
    this.#options.store.entries.remove(commandId);
    this.#tellGone(entry);
    this.#tell(entry.sessionId, []);
    this.pump();
  }

  /** Rows whose message the cache holds are done; so are accepted rows of sessions that left. */
  settle(gone: readonly string[]): void {
    const { entries } = this.#options.store;
    const settled = entries.settle();
    for (const sessionId of gone) settled.push(...entries.removeAccepted(sessionId));
    if (settled.length === 0) return;
    this.#options.publish([this.tally()]);
    this.pump();
  }

  /** Sends whatever may go now and sets a timer for what may go later. */
  pump(): void {
    const { store, clock, requests, isUp } = this.#options;
    this.#timer?.dispose();
    this.#timer = null;
    if (this.#isDisposed || !isUp()) return;
    let sleepMs = Number.POSITIVE_INFINITY;
    for (const entry of store.entries.heads()) {
      if (this.#busyLanes.has(entry.sessionId)) continue;
      const waitMs = Math.max(entry.nextAttemptAt - clock.now(), requests.waitMs('durable'));
      if (waitMs <= 0) void this.#send(entry);
      else sleepMs = Math.min(sleepMs, waitMs);
    }
    if (Number.isFinite(sleepMs)) this.#timer = clock.after(sleepMs, () => this.pump());
  }

  async #send(entry: Entry): Promise<void> {
    const { store, requests } = this.#options;
    this.#busyLanes.add(entry.sessionId);
    try {
      const sending = { ...entry, attempts: entry.attempts + 1 };
      store.entries.setState(sending, 'sending');
      this.#tell(entry.sessionId, entry.message === null ? [] : [entry.commandId]);
      try {
        const result = await requests.ask('durable', entry.commandId, entry.name, entry.payload);
        if (!this.#isDisposed) this.#accepted(entry, result);
      } catch (cause) {
        if (!this.#isDisposed) this.#refused(sending, entry.state, AppError.from(cause));
      }
    } catch (cause) {
      this.#options.onFault(AppError.from(cause));
    } finally {
      this.#busyLanes.delete(entry.sessionId);
    }
    this.pump();
  }

  #accepted(entry: Entry, result: unknown): void {
    const { store } = this.#options;
    if (entry.message === null || store.messages.has(entry.commandId)) store.entries.remove(entry.commandId);
    else store.entries.setState(entry, 'accepted');
    this.#tell(entry.sessionId, entry.message === null ? [] : [entry.commandId]);
    this.#options.publish([{ kind: 'command', commandId: entry.commandId, result, error: null }]);
  }

  #refused(entry: Entry, stateBefore: Entry['state'], error: AppError): void {
    const { store, clock, random, isUp } = this.#options;
    const verdict = judge(error, entry.attempts, random);
    if (verdict.next === 'again') {
      const state = verdict.isUnconfirmed ? 'unconfirmed' : stateBefore;
      // Without a connection the next one is the moment; the link has its own pauses.
      const afterMs = isUp() ? verdict.afterMs : 0;
      store.entries.setState(entry, state, { nextAttemptAt: clock.now() + afterMs });
    } else {
      if (entry.message === null) store.entries.remove(entry.commandId);
      else store.entries.setState(entry, 'failed', { error: error.toData() });
      const { commandId } = entry;
      this.#options.publish([{ kind: 'command', commandId, result: null, error: error.toData() }]);
    }
    this.#tell(entry.sessionId, entry.message === null ? [] : [entry.commandId]);
  }

  #get(commandId: CommandId): Entry {
    const entry = this.#options.store.entries.get(commandId);
    if (entry === null) {
      throw new AppError('command.invalid', { message: 'Nothing of this waits in the outbox any more.' });
    }
    return entry;
  }

  #tellGone({ message, sessionId }: Entry): void {
    if (message !== null) this.#options.publish([{ kind: 'messageGone', sessionId, messageId: message.id }]);
  }

  /** Publishes the bubbles named, the session's row and the tally, as they are now. */
  #tell(sessionId: SessionId, bubbles: readonly CommandId[]): void {
    const { store, publish } = this.#options;
    const changes: Change[] = [];
    for (const id of bubbles) {
      const entry = store.entries.get(id);
      const row = store.messages.get(id) ?? (entry === null ? null : bubbleOf(entry));
      if (row !== null) changes.push({ kind: 'message', row });
    }
    const session = store.sessions.row(sessionId);
    if (session !== null) changes.push({ kind: 'session', row: session });
    publish([...changes, this.tally()]);
  }
}
