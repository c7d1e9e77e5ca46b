// All sessions and messages of the PABX, in memory. Message ids are one growing series over all sessions, so
// the log of "which session does message N belong to", read backwards, is every list in its order: newest
// session first, and `last_msg_id` is the paging cursor. Nothing here judges who may do what.
import { generateMessages } from './generated-history.ts';
import type { Message, Session } from './entities.ts';

export interface SavedBook {
  readonly sessions: readonly Session[];
  readonly messages: ReadonlyMap<number, Message[]>;
  readonly lastSessionId: number;
  readonly lastMsgId: number;
}

export class SessionBook {
  readonly #sessions = new Map<number, Session>();
  readonly #messages = new Map<number, Message[]>();
  /** Open session of our number and the contact's: the API continues it instead of opening another. */
  readonly #openByAddress = new Map<string, number>();
  /** Session of message `index + 1`; null for made-up messages other than a session's newest. */
  readonly #sessionOfMessage: (Session | null)[] = [];
  #lastSessionId = 3000;

  save(): SavedBook {
    return {
      sessions: [...this.#sessions.values()],
      messages: this.#messages,
      lastSessionId: this.#lastSessionId,
      lastMsgId: this.#sessionOfMessage.length,
    };
  }

  /** Fills an empty book. @param idsAhead how many ids to leave out: they may have been given after the save. */
  restore(saved: SavedBook, idsAhead: number): void {
    this.#lastSessionId = saved.lastSessionId + idsAhead;
    for (let msgId = 1; msgId <= saved.lastMsgId + idsAhead; msgId += 1) this.#sessionOfMessage.push(null);
    for (const session of saved.sessions) {
      this.#sessions.set(session.id, session);
      if (!session.isClosed) this.#openByAddress.set(addressKey(session.did, session.to.userNo), session.id);
      const { generated } = session;
      if (generated !== null) this.#sessionOfMessage[generated.firstMsgId + generated.count - 2] = session;
      const messages = saved.messages.get(session.id);
      if (messages === undefined) continue;
      this.#messages.set(session.id, messages);
      for (const message of messages) this.#sessionOfMessage[message.id - 1] = session;
    }
  }

  nextSessionId(): number {
    return (this.#lastSessionId += 1);
  }

  nextMsgId(): number {
    return this.#sessionOfMessage.length + 1;
  }

  add(session: Session): Session {
    this.#sessions.set(session.id, session);
    if (!session.isClosed) this.#openByAddress.set(addressKey(session.did, session.to.userNo), session.id);
    if (session.generated !== null) {
      for (let made = 1; made < session.generated.count; made += 1) this.#sessionOfMessage.push(null);
      this.#sessionOfMessage.push(session);
    }
    return session;
  }

  append(message: Message): void {
    const session = this.#sessions.get(message.sessionId);
    if (session === undefined) throw new RangeError(`Session ${message.sessionId} is not in the book.`);
    this.#sessionOfMessage.push(session);
    const list = this.#messages.get(session.id);
    if (list === undefined) this.#messages.set(session.id, [message]);
    else list.push(message);
    session.lastMsgId = message.id;
    session.activeAt = message.sentAt;
  }

  markClosed(session: Session, at: number): void {
    session.isClosed = true;
    session.closedAt = at;
    const key = addressKey(session.did, session.to.userNo);
    if (this.#openByAddress.get(key) === session.id) this.#openByAddress.delete(key);
  }

  session(id: number): Session | undefined {
    return this.#sessions.get(id);
  }

  all(): IterableIterator<Session> {
    return this.#sessions.values();
  }

  openSession(did: string, address: string): Session | undefined {
    const id = this.#openByAddress.get(addressKey(did, address));
    return id === undefined ? undefined : this.#sessions.get(id);
  }

  /** A stored message; generated ones are only ever read through `history`. */
  message(id: number): Message | undefined {
    const session = this.#sessionOfMessage[id - 1] ?? null;
    return session === null ? undefined : this.stored(session.id).find((message) => message.id === id);
  }

  /** What was said in the session since the emulator started, oldest first. */
  stored(sessionId: number): readonly Message[] {
    return this.#messages.get(sessionId) ?? [];
  }

  /** All that was said since the start, session by session. */
  storedBySession(): IterableIterator<[number, readonly Message[]]> {
    return this.#messages.entries();
  }

  /** The newest `limit` messages older than `before` (exclusive; null for the newest of all), oldest first. */
  history(session: Session, before: number | null, limit: number): readonly Message[] {
    const stored = this.stored(session.id);
    const all = session.generated === null ? stored : [...generateMessages(session), ...stored];
    const older = before === null ? all : all.filter((message) => message.id < before);
    return older.slice(Math.max(0, older.length - limit));
  }

  /** Sessions that `matches`, newest message first, starting below message `before`. */
  page(before: number | null, limit: number, matches: (session: Session) => boolean): Session[] {
    const found: Session[] = [];
    const newest = before === null ? this.#sessionOfMessage.length : before - 1;
    for (let msgId = newest; msgId >= 1 && found.length < limit; msgId -= 1) {
      const session = this.#sessionOfMessage[msgId - 1] ?? null;
      if (session?.lastMsgId === msgId && matches(session)) found.push(session);
    }
    return found;
  }
}

function addressKey(did: string, address: string): string {
  return `${did}|${address}`;
}
