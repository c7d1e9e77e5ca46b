// Keeps the gateway's picture of the PABX true: everything once at start, then by its events, by a poll of each
// agent's sessions (often for those who are there, seldom for the others), and again after every outage.
// Events only make it faster: with pushes off, the polls bring the same.
import type { AsyncDisposable } from '#shared/model/disposable.ts';
import { AppError } from '#shared/model/errors.ts';
import { every, type Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Pabx, PabxEvent, PabxHealth, PabxMessage } from '../pabx/pabx.ts';
import type { Store } from '../store/store.ts';
import type { Attachments } from './attachments.ts';
import type { CallBook } from './calls.ts';
import type { DirectoryReader } from './directory-reader.ts';
import type { Directory } from './directory.ts';
import type { Intake } from './intake.ts';
import type { SessionReader } from './session-reader.ts';

export interface Mirror extends AsyncDisposable {
  /** Subscribes to the PABX and reads it; resolves at once, goes on trying while it cannot be reached. */
  start(): void;
  /** Looks at an agent's sessions now: they have just come. */
  attend(extension: string): void;
  readonly health: PabxHealth | null;
  /** Resolves when the PABX was read once since the start. */
  readonly whenRead: Promise<void>;
}

export interface MirrorTiming {
  readonly onlinePollMs: number;
  readonly offlinePollMs: number;
  readonly directoryMs: number;
}

export const MIRROR_TIMING: MirrorTiming = { onlinePollMs: 3000, offlinePollMs: 60_000, directoryMs: 60_000 };

export function createMirror(parts: {
  readonly pabx: Pabx;
  readonly store: Store;
  readonly directory: Directory;
  readonly reader: DirectoryReader;
  readonly sessions: SessionReader;
  readonly intake: Intake;
  readonly attachments: Attachments;
  readonly calls: CallBook;
  readonly clock: Clock;
  readonly log: Log;
  readonly timing: MirrorTiming;
  readonly isInLynk: (extension: string) => boolean;
  /** Called whenever the PABX is there again and was read: what hung in the air can be settled. */
  readonly onRead: () => void;
}): Mirror {
  const { pabx, store, directory, reader, sessions, intake, clock, log, timing } = parts;
  const over = new AbortController();
  const running = new Set<Promise<void>>();
  const polledAt = new Map<string, number>();
  const polling = new Set<string>();
  const rereading = new Map<number, 'running' | 'again'>();
  const ends: { dispose(): void }[] = [];
  let health: PabxHealth | null = null;
  let directoryWanted = false;
  let tellRead: () => void = () => undefined;
  const whenRead = new Promise<void>((resolve) => (tellRead = resolve));

  /** Background work: never throws, never outlives `dispose`. */
  const inBackground = (what: string, work: () => Promise<void>) => {
    if (over.signal.aborted) return;
    const promise = work()
      .catch((error: unknown) => {
        if (over.signal.aborted) return;
        if (error instanceof AppError && error.code.startsWith('pabx.')) log.warn(what, { code: error.code });
        else log.error(what, error);
      })
      .finally(() => running.delete(promise));
    running.add(promise);
  };

  const poll = (extension: string) => {
    if (polling.has(extension) || health?.state !== 'up') return;
    polling.add(extension);
    polledAt.set(extension, clock.now());
    inBackground('The sessions of an agent could not be read.', async () => {
      try {
        await sessions.poll(extension);
      } finally {
        polling.delete(extension);
      }
    });
  };

  const pollDue = () => {
    for (const extension of store.accounts.extensions()) {
      const due = parts.isInLynk(extension) ? timing.onlinePollMs : timing.offlinePollMs;
      if (clock.now() - (polledAt.get(extension) ?? 0) >= due) poll(extension);
    }
  };

  const readEverything = () =>
    inBackground('The PABX could not be read.', async () => {
      await reader.readAll();
      for (const extension of store.accounts.extensions()) {
        polledAt.set(extension, clock.now());
        await sessions.poll(extension);
      }
      tellRead();
      parts.onRead();
      await parts.attachments.tidy();
      for (const extension of store.accounts.extensions()) await sessions.backfill(extension, over.signal);
    });

  const readDirectory = () => {
    if (directoryWanted) return;
    directoryWanted = true;
    inBackground('The directory of the PABX could not be read.', async () => {
      try {
        await reader.readAll();
      } finally {
        directoryWanted = false;
      }
    });
  };

  /** Reads a session soon; however often it is asked for meanwhile, once more at most. */
  const rereadSoon = (pabxId: number) => {
    if (rereading.has(pabxId)) {
      rereading.set(pabxId, 'again');
      return;
    }
    rereading.set(pabxId, 'running');
    inBackground('A session could not be read.', async () => {
      let row;
      try {
        row = await sessions.reread(pabxId);
      } finally {
        const isWantedAgain = rereading.get(pabxId) === 'again';
        rereading.delete(pabxId);
        if (isWantedAgain) rereadSoon(pabxId);
      }
      const isUnknownPlace =
        row && (row.channelId === '0' || (row.queueId !== null && !directory.get('queue', row.queueId)));
      if (isUnknownPlace === true) readDirectory();
    });
  };

  const onMessage = (message: PabxMessage) => {
    const held = store.sessions.byPabxId(message.sessionId);
    if (held) intake.messages(held.id, [message]);
    // A contact's next message changes nothing else; the rest may mean that somebody took, moved or ended it.
    if (!held || message.author.kind !== 'contact') rereadSoon(message.sessionId);
  };

  const handlers = {
    message: ({ message }) => onMessage(message),
    delivery: ({ message }) => {
      const held = store.sessions.byPabxId(message.sessionId);
      if (held) intake.messages(held.id, [message]);
      else rereadSoon(message.sessionId);
    },
    read: ({ sessionId, upToMessageId }) => intake.readByContact(sessionId, upToMessageId),
    presence: ({ number, presence }) => {
      const known = directory.get('agent', number);
      if (!known) readDirectory();
      else changeAgent(number, { presence, presenceAtPabx: presence });
    },
    online: ({ number, isOnline }) => changeAgent(number, { isOnlineAtPabx: isOnline }),
    call: (event) => parts.calls.heard(event),
    callRefused: (event) => parts.calls.heard(event),
  } satisfies { [Kind in PabxEvent['kind']]: (event: Extract<PabxEvent, { kind: Kind }>) => void };

  const changeAgent = (number: string, change: object) => {
    const known = directory.get('agent', number);
    if (known) store.transaction(() => reader.put('agent', number, { ...known.value, ...change }));
  };

  const onEvent = (event: PabxEvent) => {
    if (over.signal.aborted) return;
    try {
      // The table has a row for each kind, made for exactly that kind.
      const handle = handlers[event.kind] as (event: PabxEvent) => void;
      handle(event);
    } catch (error) {
      log.error('An event of the PABX could not be taken in; the next poll brings it.', error, {
        kind: event.kind,
      });
    }
  };

  const onHealth = (told: PabxHealth) => {
    const wasUp = health?.state === 'up';
    health = told;
    if (told.state === 'up' && !wasUp) readEverything();
    if (told.state !== 'up') log.warn('The PABX is not there.', { state: told.state, code: told.error.code });
  };

  return {
    start() {
      ends.push(pabx.start(onEvent, onHealth));
      ends.push(every(clock, Math.min(1000, timing.onlinePollMs), pollDue));
      ends.push(
        every(clock, timing.directoryMs, () => (health?.state === 'up' ? readDirectory() : undefined)),
      );
    },
    attend: poll,
    get health() {
      return health;
    },
    whenRead,
    async dispose() {
      over.abort();
      for (const end of ends.splice(0)) end.dispose();
      await Promise.allSettled(running);
    },
  };
}
