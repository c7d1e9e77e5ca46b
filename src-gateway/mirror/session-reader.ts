// Reads sessions and messages from the PABX and hands them to the intake: the poll of each extension's list
// (the PABX announces no transfer, pick-up or end), single sessions on demand, and history for who scrolls.
import { AppError } from '#shared/model/errors.ts';
import type { Announcer } from '../agent-events/announcer.ts';
import type { Pabx, PabxMessage, PabxSession } from '../pabx/pabx.ts';
import { audienceOf } from '../rules/visibility.ts';
import type { SessionRow } from '../store/sessions.ts';
import type { Store } from '../store/store.ts';
import type { Clock } from '../clock.ts';
import type { Directory } from './directory.ts';
import type { Intake, SessionReading } from './intake.ts';
import type { WriteFence } from './write-fence.ts';

export interface SessionReader {
  /** Looks at the newest sessions of an extension and takes in what differs. */
  poll(extension: string): Promise<void>;
  /** Reads one session and what is new in it; undefined when the PABX no longer has it. */
  reread(pabxId: number, reading?: Partial<SessionReading>): Promise<SessionRow | undefined>;
  /** Makes sure that messages older than `before` are held as far as the PABX has them. */
  loadHistory(session: SessionRow, before: number | null, limit: number): Promise<void>;
  /** Reads all sessions of an extension once in its life, newest first, a little at a time. */
  backfill(extension: string, signal: AbortSignal): Promise<void>;
}

const POLLED = 50;
const NEW_SESSION_MESSAGES = 20;
const CATCH_UP_PAGE = 100;
/** A gap longer than this many pages is left to message.page. */
const CATCH_UP_PAGES = 20;
const BACKFILL_LIMIT = 200_000;

export function createSessionReader(parts: {
  readonly pabx: Pabx;
  readonly store: Store;
  readonly intake: Intake;
  readonly fence: WriteFence;
  readonly announcer: Announcer;
  readonly directory: Directory;
  readonly clock: Clock;
}): SessionReader {
  const { pabx, store, intake, fence, announcer, directory, clock } = parts;
  /** `extension/session` → how many polls in a row did not name it. */
  const missed = new Map<string, number>();

  /** Up to which message each session was read without a gap: pushes may have been lost, reads are whole. */
  const readUpTo = new Map<number, number>();

  /** The messages after what was read; for a session that is new to us the newest few. */
  const newMessages = async (pabxId: number) => {
    const lastPosition = readUpTo.get(pabxId) ?? store.sessions.byPabxId(pabxId)?.lastPosition ?? 0;
    const limit = lastPosition === 0 ? NEW_SESSION_MESSAGES : CATCH_UP_PAGE;
    let messages = await pabx.messages(pabxId, { limit });
    let isWhole = messages.length < limit;
    const morePages = lastPosition === 0 ? 0 : CATCH_UP_PAGES;
    for (let page = 1; page < morePages && !isWhole; page++) {
      const oldest = messages[0]?.id ?? 0;
      if (oldest <= lastPosition) break;
      const older: PabxMessage[] = await pabx.messages(pabxId, { before: oldest, limit });
      messages = [...older, ...messages];
      isWhole = older.length < limit;
    }
    readUpTo.set(pabxId, messages.at(-1)?.id ?? lastPosition);
    return { messages, isWhole };
  };

  const takeIn = async (observed: PabxSession, reading: SessionReading): Promise<SessionRow> => {
    const isBehind = observed.lastMessageId > (readUpTo.get(observed.id) ?? -1);
    if (!isBehind) return intake.session(observed, [], reading);
    const { messages, isWhole } = await newMessages(observed.id);
    return intake.session(observed, messages, isWhole ? { ...reading, isWhole } : reading);
  };

  const reread: SessionReader['reread'] = async (pabxId, reading) => {
    const stamp = fence.stamp();
    let observed: PabxSession;
    try {
      observed = await pabx.session(pabxId, store.sessions.byPabxId(pabxId)?.holder ?? reading?.seenBy);
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'session.notFound')) throw error;
      const held = store.sessions.byPabxId(pabxId);
      if (held)
        store.transaction(() =>
          announcer.session({ ...held, holder: null, queueId: null }, { reason: 'removed' }),
        );
      return undefined;
    }
    // A single session does not say what its newest message is; asking for messages tells.
    const { messages, isWhole } = await newMessages(pabxId);
    return intake.session(observed, messages, { ...reading, stamp, ...(isWhole ? { isWhole } : {}) });
  };

  /** A session that an extension's list no longer names: somebody moved it, or removed it there. */
  const lookFor = async (row: SessionRow, extension: string) => {
    if (row.pabxId === null) return;
    const key = `${extension}/${row.id}`;
    const after = await reread(row.pabxId, { missedBy: extension });
    if (!after || !audienceOf(after, (id) => directory.membersOf(id)).includes(extension)) {
      missed.delete(key);
      return;
    }
    const times = (missed.get(key) ?? 0) + 1;
    missed.set(key, times);
    // Once may be a moment of the PABX's own; twice it was removed for this extension in a vendor's client.
    if (times < 2) return;
    missed.delete(key);
    store.transaction(() => announcer.ownPart(after, extension, { removedAtPosition: after.lastPosition }));
  };

  return {
    async poll(extension) {
      const stamp = fence.stamp();
      const list = await pabx.sessions(extension, { limit: POLLED });
      for (const observed of list.toReversed()) await takeIn(observed, { stamp, seenBy: extension });
      const named = new Set(list.map((session) => session.id));
      const oldest = list.length < POLLED ? 0 : Math.min(...list.map((session) => session.lastMessageId));
      for (const id of store.sessionAgents.newest(extension, POLLED)) {
        const row = store.sessions.get(id);
        if (!row || row.pabxId === null) continue;
        if (named.has(row.pabxId)) missed.delete(`${extension}/${id}`);
        else if (row.lastPosition > oldest && !fence.isStale(id, stamp)) await lookFor(row, extension);
      }
    },
    reread,
    async loadHistory(session, before, limit) {
      if (session.pabxId === null || session.isHistoryComplete) return;
      const held = store.messages.page(session.id, before ?? Number.MAX_SAFE_INTEGER, limit);
      if (held.length >= limit) return;
      const from = store.messages.oldestPosition(session.id);
      const older = await pabx.messages(session.pabxId, {
        ...(from === null ? {} : { before: from }),
        limit: Math.max(limit, CATCH_UP_PAGE),
      });
      intake.history(session.id, older, older.length < Math.max(limit, CATCH_UP_PAGE));
    },
    async backfill(extension, signal) {
      if (store.calls.isMirrored(extension)) return;
      const stamp = fence.stamp();
      for (const observed of await pabx.sessions(extension, { limit: BACKFILL_LIMIT })) {
        if (signal.aborted) return;
        await takeIn(observed, { stamp, seenBy: extension, isBulk: true });
      }
      store.calls.markMirrored(extension, clock.now());
    },
  };
}
