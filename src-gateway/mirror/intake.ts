// The one way in for sessions and messages of the PABX: whatever was pushed, polled or read on demand ends here,
// in one transaction with the events of all agents concerned. Taking the same thing twice changes nothing.
import { laterDelivery, type Message, type MessageFile } from '#shared/model/message.ts';
import { SessionId } from '#shared/model/ids.ts';
import type { Announcer } from '../agent-events/announcer.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { PabxMessage, PabxSession } from '../pabx/pabx.ts';
import { replyWindowAfter } from '../rules/sending.ts';
import { audienceOf, staysRemoved } from '../rules/visibility.ts';
import type { SessionRow } from '../store/sessions.ts';
import type { Store } from '../store/store.ts';
import type { Attachments } from './attachments.ts';
import type { Directory } from './directory.ts';
import {
  departureOf,
  isTransfer,
  lastMessageOf,
  positionOfFile,
  stateOf,
  toMessage,
  type OwnPart,
} from './message-shape.ts';
import type { OwnMoves } from './own-moves.ts';
import type { WriteFence } from './write-fence.ts';

export interface SessionReading {
  /** `WriteFence.stamp()` from before the PABX was asked. */
  readonly stamp: number;
  /** The extension whose list named it. */
  readonly seenBy?: string;
  /** The extension whose list no longer names it. */
  readonly missedBy?: string;
  /** True when the messages given are all that the PABX has. */
  readonly isWhole?: boolean;
  /** True while old sessions are read in bulk: messages come by message.page. */
  readonly isBulk?: boolean;
}

/**
 * Whose a message of an agent is: something Lynk sent (its own part), something Lynk is sending at this moment
 * (`wait`: the answer of the PABX brings it), or a message of the vendor's clients (null).
 */
export type ClaimMessage = (session: SessionRow, message: PabxMessage) => OwnPart | 'wait' | null;

export interface Intake {
  session(observed: PabxSession, messages: readonly PabxMessage[], reading: SessionReading): SessionRow;
  /** Messages of a session that is known. */
  messages(sessionId: string, messages: readonly PabxMessage[], options?: { isWhole: boolean }): void;
  /** Older messages, read because somebody scrolled: stored, not announced. */
  history(sessionId: string, messages: readonly PabxMessage[], isWhole: boolean): void;
  /** What Lynk has just sent and the PABX accepted. */
  sent(sessionId: string, message: PabxMessage, own: OwnPart): Message;
  /** The contact has read all up to a message. */
  readByContact(pabxId: number, upToMessageId: number): void;
  /** What a message's file really is, now that its bytes are here. */
  fileRecognised(sessionId: string, file: MessageFile): void;
  /** Set once, by the room that sends. */
  claim: ClaimMessage;
}

interface Parts {
  readonly store: Store;
  readonly announcer: Announcer;
  readonly directory: Directory;
  readonly fence: WriteFence;
  readonly attachments: Attachments;
  readonly ownMoves: OwnMoves;
  readonly clock: Clock;
  readonly log: Log;
}

export function createIntake(parts: Parts): Intake {
  const { store, announcer, directory, fence, attachments, ownMoves, clock, log } = parts;

  /** Stores messages that are new or changed; gives those and the session's row after them. Tells nobody. */
  const take = (before: SessionRow, messages: readonly PabxMessage[]) => {
    let row = before;
    const changed: Message[] = [];
    const fresh: PabxMessage[] = [];
    for (const told of messages.toSorted((a, b) => a.id - b.id)) {
      const held = store.messages.at(row.id, told.id);
      if (held) {
        const state = laterDelivery(held.state, stateOf(told));
        if (state === held.state) continue;
        const failure = state === 'failed' ? told.failure : null;
        changed.push(keep({ ...held, state, failure, version: held.version + 1 }));
        row = withNewest(row, changed.at(-1));
        continue;
      }
      const message = ownMoves.signed(row.id, told);
      const own = message.author.kind === 'agent' ? intake.claim(row, message) : null;
      if (own === 'wait') continue;
      const made = keep(toMessage(message, row, own));
      changed.push(made);
      fresh.push(message);
      row = withNewest(row, made);
      row = learned(row, message);
      if (message.files.length > 1) log.warn('A message carries more than one file; the first is shown.');
      const file = message.files[0];
      if (file && own === null && made.file) attachments.expect(made.file, file, row.id, made.createdAt);
      if (made.author.kind === 'agent') markOwnRead(row.id, made.author.extension, made.position);
    }
    return { row, changed, fresh };
  };

  const keep = (message: Message): Message => {
    store.messages.put(message);
    return message;
  };

  const markOwnRead = (sessionId: string, extension: string, position: number) => {
    const own = store.sessionAgents.get(extension, sessionId);
    if (own && own.readPosition < position) store.sessionAgents.put({ ...own, readPosition: position });
  };

  /** Tells of a session first, so that nobody hears of a message in a session they do not know. */
  const announce = (row: SessionRow, result: ReturnType<typeof take>, isBulk = false): SessionRow => {
    const viewers = announcer.viewers(row.id);
    // The line that tells why may have come before the session was seen to have moved.
    const departure =
      departureOf(result.fresh) ?? departureOf(store.messages.page(row.id, Number.MAX_SAFE_INTEGER, 1));
    const told = announcer.session(row, { ...departure, withMessages: !isBulk });
    if (!isBulk) for (const message of result.changed) announcer.message(message, viewers);
    fence.touch(row.id);
    return told;
  };

  const intake: Intake = {
    claim: () => null,
    session: (observed, messages, reading) =>
      store.transaction(() => {
        const held = store.sessions.byPabxId(observed.id) ?? unborn(store, observed);
        const base = merged(observed, held, reading, {
          directory,
          now: clock.now(),
          isStale: held !== undefined && fence.isStale(held.id, reading.stamp),
        });
        // The row must be there before its messages are (foreign key).
        if (!held) store.sessions.put(base);
        const result = take(base, messages);
        let row = result.row;
        if (!held) row = firstSeen(row, messages, reading);
        if (reading.isWhole === true) row = { ...row, isHistoryComplete: true };
        const isSame = held !== undefined && result.changed.length === 0 && isEqual(held, row);
        if (!isSame || isUntold(row, reading.seenBy)) row = announce(row, result, reading.isBulk);
        if (reading.seenBy !== undefined) adoptArchived(row, observed, reading);
        return row;
      }),
    messages: (sessionId, messages, options) =>
      store.transaction(() => {
        const held = store.sessions.get(sessionId);
        if (!held) return;
        const result = take(held, messages);
        const row = options?.isWhole === true ? { ...result.row, isHistoryComplete: true } : result.row;
        if (result.changed.length > 0 || !isEqual(held, row)) announce(row, result);
      }),
    history: (sessionId, messages, isWhole) =>
      store.transaction(() => {
        const held = store.sessions.get(sessionId);
        if (!held) return;
        const { row } = take(held, messages);
        const openedAt = isWhole ? (messages[0]?.sentAt ?? row.openedAt) : row.openedAt;
        store.sessions.put({ ...row, openedAt, isHistoryComplete: row.isHistoryComplete || isWhole });
      }),
    sent: (sessionId, message, own) =>
      store.transaction(() => {
        const held = store.sessions.get(sessionId);
        const known = store.messages.at(sessionId, message.id);
        if (!held || known) return known ?? toMessage(message, heldOrThrow(held, sessionId), own);
        const made = keep(toMessage(message, held, own));
        if (made.author.kind === 'agent') markOwnRead(sessionId, made.author.extension, made.position);
        announce(withNewest(held, made), { row: held, changed: [made], fresh: [] });
        return made;
      }),
    readByContact: (pabxId, upTo) =>
      store.transaction(() => {
        const held = store.sessions.byPabxId(pabxId);
        if (!held) return;
        const changed = store.messages
          .unreadByContact(held.id, upTo)
          .toReversed()
          .map((message) => keep({ ...message, state: 'read', version: message.version + 1 }));
        if (changed.length === 0) return;
        announce(withNewest(held, changed.at(-1)), { row: held, changed, fresh: [] });
      }),
    fileRecognised: (sessionId, file) =>
      store.transaction(() => {
        const held = store.messages.at(sessionId, positionOfFile(file.id));
        if (!held?.file || isSameFile(held.file, file)) return;
        announcer.message(keep({ ...held, file, version: held.version + 1 }));
      }),
  };

  /** True when an agent should see the session and was never told of it: they are new, or new to its queue. */
  const isUntold = (row: SessionRow, extension: string | undefined): boolean => {
    if (extension === undefined || !audienceOf(row, (id) => directory.membersOf(id)).includes(extension))
      return false;
    const own = store.sessionAgents.get(extension, row.id);
    return own?.isVisible !== true && !staysRemoved(own?.removedAtPosition ?? null, row);
  };

  /** What only the first look at a session can tell: when it began, and who began it. */
  const firstSeen = (
    row: SessionRow,
    messages: readonly PabxMessage[],
    reading: SessionReading,
  ): SessionRow => {
    const first = messages.toSorted((a, b) => a.id - b.id)[0];
    const origin =
      row.origin === 'campaign' || reading.isWhole !== true || first?.author.kind !== 'agent'
        ? row.origin
        : 'agent';
    return { ...row, origin, openedAt: first?.sentAt ?? row.openedAt };
  };

  /** Archiving is per agent and may be done in the vendor's clients too. */
  const adoptArchived = (row: SessionRow, observed: PabxSession, { seenBy, stamp }: SessionReading) => {
    const own = seenBy === undefined ? undefined : store.sessionAgents.get(seenBy, row.id);
    if (!own?.isVisible || own.isArchived === observed.isArchived) return;
    if (fence.isStale(`${row.id}/${own.extension}`, stamp)) return;
    announcer.ownPart(row, own.extension, { isArchived: observed.isArchived });
  };

  return intake;
}

const isSameFile = (a: MessageFile, b: MessageFile): boolean =>
  a.mimeType === b.mimeType && a.sizeBytes === b.sizeBytes;

function heldOrThrow(row: SessionRow | undefined, sessionId: string): SessionRow {
  if (!row) throw new Error(`Session ${sessionId} vanished while a message was sent into it.`);
  return row;
}

/** A session that was made here and has now turned up in the PABX under its own number. */
function unborn(store: Store, observed: PabxSession): SessionRow | undefined {
  const row = store.sessions.openWith(observed.sender, observed.address);
  return row?.pabxId === null && !observed.isEnded ? row : undefined;
}

function withNewest(row: SessionRow, message: Message | undefined): SessionRow {
  if (!message || message.position < row.lastPosition) return row;
  return {
    ...row,
    lastPosition: message.position,
    lastMessage: lastMessageOf(message),
    activeAt: Math.max(row.activeAt, message.createdAt),
  };
}

/** What a new message tells of its session. */
function learned(row: SessionRow, message: PabxMessage): SessionRow {
  if (message.author.kind === 'contact') {
    const ends = replyWindowAfter(row.kind, message.sentAt);
    const held = row.replyWindowEndsAt;
    return {
      ...row,
      contactName: row.contactName === '' ? message.author.name : row.contactName,
      // Where the PABX says that free text may always be sent (null), a new message changes nothing.
      replyWindowEndsAt: ends === null || held === null ? null : Math.max(ends, held),
    };
  }
  const hasEnded = message.system?.event.startsWith('ended') === true;
  if (hasEnded) return { ...row, state: 'ended', endedAt: row.endedAt ?? message.sentAt };
  return isTransfer(message) ? { ...row, transferNote: '' } : row;
}

interface Surroundings {
  readonly directory: Directory;
  readonly now: number;
  /** What was read may be older than what we hold: only what cannot go back is taken. */
  readonly isStale: boolean;
}

function merged(
  observed: PabxSession,
  held: SessionRow | undefined,
  reading: SessionReading,
  { directory, now, isStale }: Surroundings,
): SessionRow {
  const channel = directory.channelOf(observed.kind, observed.sender, observed.channelName);
  const base: SessionRow = held ?? {
    id: SessionId.parse(String(observed.id)),
    pabxId: observed.id,
    version: 0,
    kind: observed.kind,
    channelId: '0',
    channelName: observed.channelName,
    sender: observed.sender,
    address: observed.address,
    contactName: observed.contactName,
    contactId: null,
    queueId: null,
    holder: null,
    origin: observed.isCampaign ? 'campaign' : 'contact',
    campaignId: null,
    state: 'open',
    replyWindowEndsAt: null,
    openedAt: now,
    endedAt: null,
    activeAt: 0,
    lastMessage: null,
    lastPosition: 0,
    isHistoryComplete: false,
    transferNote: '',
  };
  const queueId = observed.queueId === null ? null : String(observed.queueId);
  const place = isStale
    ? { holder: base.holder, queueId: base.queueId, state: base.state, endedAt: base.endedAt }
    : {
        holder: holderOf(observed, held, reading),
        queueId,
        state: observed.isEnded ? ('ended' as const) : ('open' as const),
        endedAt: observed.isEnded ? (base.endedAt ?? base.lastMessage?.at ?? now) : null,
      };
  return {
    ...base,
    ...place,
    pabxId: observed.id,
    channelId: channel?.id ?? base.channelId,
    channelName: observed.channelName === '' ? (channel?.value.name ?? '') : observed.channelName,
    contactName: observed.contactName === '' ? base.contactName : observed.contactName,
    contactId: directory.contactAt(observed.address),
    campaignId: observed.isCampaign ? campaignOf(observed, directory) : base.campaignId,
    replyWindowEndsAt: isStale
      ? base.replyWindowEndsAt
      : replyWindowOf(observed.replyWindowEndsAt, base.replyWindowEndsAt, now),
  };
}

/** Of a window that is over the PABX does not say when it ended; we may have known. */
function replyWindowOf(observed: number | null, held: number | null, now: number): number | null {
  return observed !== null && observed <= now && held !== null && held <= now ? held : observed;
}

/** A session outside all queues belongs to the extension whose list shows it. */
function holderOf(
  observed: PabxSession,
  held: SessionRow | undefined,
  { seenBy, missedBy }: SessionReading,
): string | null {
  if (observed.holder !== null || observed.queueId !== null) return observed.holder;
  const holder = held?.holder ?? seenBy ?? null;
  return holder === missedBy ? null : holder;
}

/** The PABX does not say which campaign made a session; where only one used the sender, it was that one. */
function campaignOf(observed: PabxSession, directory: Directory): string | null {
  const candidates = directory
    .all('campaign')
    .filter(({ value }) => value.kind === observed.kind && value.sender === observed.sender);
  return candidates.length === 1 ? (candidates[0]?.id ?? null) : null;
}

/** True when an agent would see no difference. A reply window that the PABX counts down jitters by seconds. */
function isEqual(a: SessionRow, b: SessionRow): boolean {
  const [windowA, windowB] = [a.replyWindowEndsAt, b.replyWindowEndsAt];
  const isSameWindow =
    windowA === null || windowB === null ? windowA === windowB : Math.abs(windowA - windowB) <= 5000;
  return isSameWindow && JSON.stringify(a) === JSON.stringify({ ...b, replyWindowEndsAt: windowA });
}
