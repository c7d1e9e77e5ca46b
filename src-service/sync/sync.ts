// The road down: frames of the link become rows. A page of a replay, a page of a snapshot, or what came live in
// one turn is one transaction, and the cursor moves in it. Only what is committed is acknowledged or published.
import type { Change } from '#shared/bridge/changes.ts';
import { Event, type Cursor, type RawNumberedEvent } from '#shared/link/events.ts';
import type { ClientFrame } from '#shared/link/frames.ts';
import { AppError } from '#shared/model/errors.ts';
import type { Disposable } from '#shared/model/disposable.ts';
import { ChangeSet } from '../changes/change-set.ts';
import type { DataFrame, WelcomeFrame } from '../link/connection.ts';
import type { Clock, Log } from '../ports.ts';
import type { Store } from '../store/store.ts';
import {
  applyEvent,
  EVENT_KINDS,
  noteArrivals,
  type ApplyContext,
  type ApplyMode,
  type Backlog,
} from './apply-event.ts';

/** At most this many events in one transaction, so that queries never wait long for their turn. */
const MAX_BATCH = 500;
/** While a snapshot comes, windows are asked to look again at most this often. */
const RESET_EVERY_MS = 1000;

interface SyncOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly extension: string;
  readonly send: (frame: ClientFrame) => void;
  /** Breaks the connection so that the stream is resumed. */
  readonly resume: (error: AppError) => void;
  readonly publish: (changes: readonly Change[]) => void;
  /** The stream is at its head. */
  readonly onCaughtUp: () => void;
  /** After each commit that brought messages or took sessions away. */
  readonly onCommitted: (gone: readonly string[]) => void;
}

type RawEvent = RawNumberedEvent['event'];

export class Sync implements Disposable {
  readonly #options: SyncOptions;
  readonly #unknownKinds = new Map<string, number>();
  #mode: ApplyMode = 'replay';
  #position: Cursor | null = null;
  #backlog: Backlog = { waitingSessions: new Set(), messages: 0 };
  #live: RawNumberedEvent[] = [];
  #flush: Disposable | null = null;
  #resetAt = 0;

  constructor(options: SyncOptions) {
    this.#options = options;
  }

  cursor(): Cursor | undefined {
    return this.#options.store.sync.cursor();
  }

  welcome(frame: WelcomeFrame): void {
    const { store } = this.#options;
    this.dispose();
    this.#mode = frame.resumed ? 'replay' : 'snapshot';
    this.#backlog = { waitingSessions: new Set(), messages: 0 };
    store.transaction(() => store.sync.putCapabilities(frame.capabilities, true));
    this.#options.publish([{ kind: 'directory', what: 'capabilities' }]);
    if (frame.resumed && frame.epoch !== this.cursor()?.epoch) {
      this.#resync(
        new AppError('link.sequenceGap', { message: 'The stream that was resumed is another one.' }),
      );
    }
  }

  /** What came live and waits for its turn is dropped: the next connection brings it again. */
  dispose(): void {
    this.#flush?.dispose();
    this.#flush = null;
    this.#live = [];
  }

  data(frame: DataFrame): void {
    switch (frame.frame) {
      case 'event':
        this.#live.push({ seq: frame.seq, at: frame.at, event: frame.event });
        // One turn of the loop later: a burst becomes one transaction, a single event waits for nothing else.
        this.#flush ??= this.#options.clock.after(0, () => this.#flushLive());
        return;
      case 'replay':
        if (this.#applyNumbered(frame.events)) this.#options.send({ frame: 'pageDone', page: frame.page });
        return;
      case 'snapshotStart':
        this.#mode = 'snapshot';
        this.#position = { epoch: frame.epoch, seq: frame.seq };
        this.#resetAt = 0;
        this.#options.store.transaction(() => this.#options.store.sync.beginGeneration());
        return;
      case 'snapshotPage':
        this.#applySnapshotPage(frame.events);
        this.#options.send({ frame: 'pageDone', page: frame.page });
        return;
      case 'snapshotEnd':
        this.#endSnapshot();
        return;
      case 'caughtUp':
        this.#caughtUp(frame.seq);
        return;
      case 'ephemeral':
        this.#options.publish([{ kind: 'activity', event: frame.event }]);
        return;
      case 'ack':
      case 'nack':
        return; // answers to commands go to whoever asked
    }
  }

  #flushLive(): void {
    this.#flush = null;
    const batch = this.#live.splice(0, MAX_BATCH);
    if (this.#live.length > 0) this.#flush = this.#options.clock.after(0, () => this.#flushLive());
    this.#applyNumbered(batch);
  }

  /** Applies numbered events as one transaction. False when the stream has to be resumed instead of going on. */
  #applyNumbered(events: readonly RawNumberedEvent[]): boolean {
    const { store } = this.#options;
    const start = this.cursor();
    if (start === undefined) {
      this.#resync(
        new AppError('link.sequenceGap', { message: 'Events came before the snapshot was whole.' }),
      );
      return false;
    }
    const changes = new ChangeSet();
    const gone: string[] = [];
    const trouble = store.transaction(() => {
      let seq = start.seq;
      let found: AppError | null = null;
      const arrivals: ApplyContext['arrivals'] = [];
      const shared = this.#contextOf(changes, arrivals);
      for (const { seq: number, at, event } of events) {
        if (number <= seq) continue;
        if (number !== seq + 1) {
          found = new AppError('link.sequenceGap', { details: { expected: seq + 1, got: number } });
          break;
        }
        seq = number;
        const context = { ...shared, eventId: `${start.epoch}:${number}`, at };
        if (this.#applyOne(event, context, start.epoch, number)) {
          if (event.kind === 'session.gone') gone.push(String(event['sessionId']));
          continue;
        }
        found = new AppError('link.invalidFrame', { message: `Event ${number} could not be understood.` });
        break;
      }
      noteArrivals({ ...shared, eventId: '', at: 0 });
      // An event that could not be understood is read anew, once, as part of a snapshot.
      const isResync = found?.code === 'link.invalidFrame';
      store.sync.setCursor(isResync ? undefined : { epoch: start.epoch, seq });
      return found;
    });
    this.#options.publish(changes.read(store));
    this.#options.onCommitted(gone);
    if (trouble === null) return true;
    this.#options.log.warn('The stream is resumed', { code: trouble.code, ...trouble.details });
    this.dispose();
    this.#options.resume(trouble);
    return false;
  }

  #contextOf(changes: ChangeSet, arrivals: ApplyContext['arrivals']): Omit<ApplyContext, 'eventId' | 'at'> {
    const { store, extension } = this.#options;
    const generation = store.sync.generation();
    return { store, changes, generation, mode: this.#mode, extension, backlog: this.#backlog, arrivals };
  }

  /** False for a known kind of event that its schema refuses and that was not set aside before. */
  #applyOne(raw: RawEvent, context: ApplyContext, epoch: string, seq: number | null): boolean {
    if (!EVENT_KINDS.has(raw.kind)) {
      const count = (this.#unknownKinds.get(raw.kind) ?? 0) + 1;
      this.#unknownKinds.set(raw.kind, count);
      if (count === 1) this.#options.log.warn('Unknown kind of event', { kind: raw.kind });
      return true;
    }
    const parsed = Event.safeParse(raw);
    if (parsed.success) {
      applyEvent(parsed.data, context);
      return true;
    }
    const issue = parsed.error.issues[0];
    const reason = `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`;
    this.#options.log.warn('An event was set aside', { kind: raw.kind, seq, reason });
    const at = this.#options.clock.now();
    const isFirst = context.store.sync.quarantine(epoch, seq, raw.kind, reason, JSON.stringify(raw), at);
    return !isFirst || seq === null;
  }

  #applySnapshotPage(events: readonly RawEvent[]): void {
    const { store, clock } = this.#options;
    const position = this.#position;
    if (position === null) {
      this.#options.resume(
        new AppError('link.invalidFrame', { message: 'A snapshot page came before its start.' }),
      );
      return;
    }
    const changes = new ChangeSet();
    store.transaction(() => {
      const arrivals: ApplyContext['arrivals'] = [];
      const context = { ...this.#contextOf(changes, arrivals), eventId: '', at: clock.now() };
      for (const event of events) this.#applyOne(event, context, position.epoch, null);
      noteArrivals(context);
    });
    if (clock.now() - this.#resetAt < RESET_EVERY_MS) return;
    this.#resetAt = clock.now();
    this.#publishReset();
  }

  #endSnapshot(): void {
    const { store } = this.#options;
    const position = this.#position;
    if (position === null) return;
    let gone: string[] = [];
    store.transaction(() => {
      const generation = store.sync.generation();
      gone = store.sessions.sweep(generation);
      for (const id of gone) store.messages.removeOf(id);
      for (const table of [
        store.agents,
        store.queues,
        store.channels,
        store.templates,
        store.campaigns,
        store.calls,
      ]) {
        table.sweep(generation);
      }
      store.contacts.sweep(generation);
      store.sync.setCursor(position);
    });
    this.#position = null;
    this.#mode = 'replay';
    this.#publishReset();
    this.#options.onCommitted(gone);
  }

  #caughtUp(seq: number): void {
    const { store } = this.#options;
    const cursor = this.cursor();
    if (cursor?.seq !== seq) {
      const details = { expected: seq, got: cursor?.seq ?? null };
      this.#options.resume(new AppError('link.sequenceGap', { details }));
      return;
    }
    this.#mode = 'live';
    const { waitingSessions, messages } = this.#backlog;
    const stillWaiting = [...waitingSessions].filter((id) => store.sessions.isWaiting(id)).length;
    if (stillWaiting > 0 || messages > 0) {
      const eventId = `${cursor.epoch}:${seq}:backlog`;
      this.#options.publish([{ kind: 'backlog', eventId, waitingSessions: stillWaiting, messages }]);
    }
    this.#options.onCaughtUp();
  }

  /** Forgets the position: the next connection brings a snapshot. */
  #resync(error: AppError): void {
    const { store } = this.#options;
    store.transaction(() => store.sync.setCursor(undefined));
    this.dispose();
    this.#options.resume(error);
  }

  #publishReset(): void {
    const counts = this.#options.store.sessions.counts();
    this.#options.publish([
      { kind: 'reset', reason: 'snapshot' },
      { kind: 'counts', counts },
    ]);
  }
}
