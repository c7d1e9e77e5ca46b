// Reading sessions and their history. The list tells a session's state as one extension sees it, the details
// tell what it is; neither tells all (reference 3.3). The details of a session do not change, so they are asked
// for once.
import { AppError } from '#shared/model/errors.ts';
import { parse } from '#shared/model/parse.ts';
import type { PabxMessage, PabxSession } from '../pabx.ts';
import type { PSeriesApi } from './api.ts';
import type { Directory } from './directory.ts';
import type { PSeriesLog } from './log.ts';
import { type MessageReading, MsgRecord, toPabxMessage } from './message-reader.ts';
import { Recent } from './recent.ts';
import { type ReplyWindows, SessionDetail, SessionInfo, toPabxSession } from './session-reader.ts';
import type { HistoryOrder } from './strategies/history-order.ts';
import { readRows, record } from './wire.ts';

const PAGE = 50;
const MESSAGE_PAGE = 100;
/** Rows at the top of a list among which a session with fresh activity must be. */
const TOP = 20;
const REMEMBERED_DETAILS = 20_000;
const REMEMBERED_VIEWERS = 20_000;

/** Everything, whatever its state: 2 means "all" for two flags and 0 for the third (reference 3.3). */
const ALL = { collection: 'all', is_archived: 2, is_closed: 2, is_pickup: 0 } as const;

/** Whose list is read: an extension's, or the third-party platform's. */
type Viewer =
  { readonly user_type: 1; readonly user_no: string } | { readonly user_type: 9; readonly user_no: 'api' };
const PLATFORM: Viewer = { user_type: 9, user_no: 'api' };
const viewerOf = (extension: string): Viewer => ({ user_type: 1, user_no: extension });

/** Whether a page begins with the cursor's own message is not documented: room for it is asked for. */
const overlapOf = (cursor: number | undefined): number => (cursor === undefined ? 0 : 1);

interface SessionsOptions {
  readonly api: PSeriesApi;
  readonly log: PSeriesLog;
  readonly directory: Directory;
  readonly replyWindows: ReplyWindows;
  readonly messageReading: MessageReading;
  readonly historyOrder: HistoryOrder;
}

export class Sessions {
  readonly #options: SessionsOptions;
  readonly #details = new Recent<number, SessionDetail>(REMEMBERED_DETAILS);
  /** In whose list a session was seen last: the first place to look for it again. */
  readonly #seenBy = new Recent<number, string>(REMEMBERED_VIEWERS);

  constructor(options: SessionsOptions) {
    this.#options = options;
  }

  /** See `Pabx.sessions`. */
  async list(
    extension: string,
    options: { readonly untilMessageId?: number; readonly limit: number },
  ): Promise<PabxSession[]> {
    const until = options.untilMessageId ?? 0;
    const found = new Map<number, SessionInfo>();
    let cursor: number | undefined;
    while (found.size < options.limit) {
      const size = Math.min(PAGE, options.limit - found.size + overlapOf(cursor));
      const page = await this.#page(viewerOf(extension), size, cursor);
      const before = found.size;
      for (const info of page) if (info.last_msg_id > until) found.set(info.id, info);
      const next = page.at(-1)?.last_msg_id;
      // A page that brings nothing new is the end.
      if (found.size === before || next === undefined || next <= until || next === cursor) break;
      cursor = next;
    }
    return this.#complete([...found.values()].slice(0, options.limit), extension);
  }

  /**
   * See `Pabx.session`. State stands in lists only, so a list that has the session must be found: of `seenBy`,
   * of who saw it last, of those who wait for it or wrote in it, of everybody.
   * @throws AppError `session.notFound` when no list has it.
   */
  async one(id: number, seenBy?: string): Promise<PabxSession> {
    const isIt = (row: SessionInfo): boolean => row.id === id;
    const hint = seenBy ?? this.#seenBy.get(id);
    if (hint !== undefined) {
      const info = (await this.#page(viewerOf(hint), TOP, undefined)).find(isIt);
      const [session] = info === undefined ? [] : await this.#complete([info], hint);
      if (session !== undefined) return session;
    }
    const detail = await this.#detail(id);
    const newest = await this.history(id, { limit: 20 });
    const newestId = newest.at(-1)?.id;
    const likely = [
      hint,
      ...(detail.participants ?? []).map((participant) => participant.user_no || participant.ext_num),
      ...newest.flatMap(({ author }) => (author.kind === 'agent' ? [author.number] : [])),
    ];
    const tried = new Set<string>();
    const look = async (extension: string | undefined): Promise<PabxSession | null> => {
      if (extension === undefined || extension === '' || tried.has(extension)) return null;
      tried.add(extension);
      const info = await this.#lookIn(viewerOf(extension), newestId, isIt);
      return info === null ? null : ((await this.#complete([info], extension))[0] ?? null);
    };
    for (const extension of likely) {
      const session = await look(extension);
      if (session !== null) return session;
    }
    const platforms = await this.#lookIn(PLATFORM, newestId, isIt);
    if (platforms !== null) return this.#toSession(platforms, detail);
    for (const { number } of await this.#options.directory.knownExtensions()) {
      const session = await look(number);
      if (session !== null) return session;
    }
    throw new AppError('session.notFound', {
      message: `No extension's list has session ${id} any more.`,
      details: { sessionId: id },
    });
  }

  /** The session that a message just sent by `from` went into. */
  async ofMessage(messageId: number, from: string): Promise<number | null> {
    const isIt = (row: SessionInfo): boolean => row.last_msg_id === messageId;
    const own = await this.#lookIn(viewerOf(from), messageId, isIt);
    if (own !== null) return own.id;
    // The PABX continues an open session with the same numbers, and that may be a colleague's.
    for (const { number } of await this.#options.directory.knownExtensions()) {
      if (number === from) continue;
      const other = await this.#lookIn(viewerOf(number), messageId, isIt);
      if (other !== null) return other.id;
    }
    return null;
  }

  /** The session with these two numbers that is newest in the extension's list. */
  async between(extension: string, sender: string, address: string): Promise<number | null> {
    const digits = (number: string): string => number.replaceAll(/[^\d+]/gu, '') || number;
    const page = await this.#page(viewerOf(extension), PAGE, undefined);
    const found = page.find(
      (row) => !row.is_close && row.did_number === sender && digits(row.to.user_no) === digits(address),
    );
    return found?.id ?? null;
  }

  /** See `Pabx.messages`. */
  async history(
    sessionId: number,
    options: { readonly before?: number; readonly limit: number },
  ): Promise<PabxMessage[]> {
    const { historyOrder, messageReading, log, api } = this.#options;
    let all: PabxMessage[] = [];
    let before = options.before;
    while (all.length < options.limit) {
      const size = Math.min(MESSAGE_PAGE, options.limit - all.length + overlapOf(before));
      const query = { id: sessionId, page_size: size, last_msg_id: before };
      const { payload } = await api.read('message/get', query, { subject: 'session' });
      const holder = record.safeParse(payload);
      const told = readRows(MsgRecord, holder.success ? holder.data['records'] : payload, 'messages', log);
      const older = told.filter((row) => before === undefined || row.msg_id < before);
      const page = older.map((row) => toPabxMessage({ ...row, session_id: sessionId }, messageReading));
      const known = all.length;
      all = historyOrder([...page, ...all]);
      if (all.length === known) break;
      before = all[0]?.id;
      if (told.length < size) break;
    }
    return all.slice(-options.limit);
  }

  /**
   * One row of a viewer's list. With the id of the session's newest message the list is entered right there;
   * a message that came in meanwhile moves it to the top, so that is looked at, too.
   */
  async #lookIn(
    viewer: Viewer,
    newestId: number | undefined,
    isIt: (row: SessionInfo) => boolean,
  ): Promise<SessionInfo | null> {
    if (newestId !== undefined) {
      const near = await this.#page(viewer, 5, newestId + 1);
      const found = near.find(isIt);
      if (found !== undefined) return found;
    }
    const top = await this.#page(viewer, TOP, undefined);
    return top.find(isIt) ?? null;
  }

  async #page(viewer: Viewer, size: number, cursor: number | undefined): Promise<SessionInfo[]> {
    const query = { ...ALL, ...viewer, page_size: size, first_msg_id: cursor };
    const { payload } = await this.#options.api.read('message_session/list', query);
    return readRows(SessionInfo, payload, 'sessions', this.#options.log);
  }

  async #complete(rows: readonly SessionInfo[], extension: string): Promise<PabxSession[]> {
    const unknown = rows.filter((row) => !this.#details.has(row.id)).map((row) => row.id);
    const details = new Map<number, SessionDetail>();
    for (let start = 0; start < unknown.length; start += PAGE) {
      for (const detail of await this.#readDetails(unknown.slice(start, start + PAGE))) {
        details.set(detail.id, detail);
        this.#details.set(detail.id, detail);
      }
    }
    const sessions: PabxSession[] = [];
    for (const row of rows) {
      this.#seenBy.set(row.id, extension);
      sessions.push(await this.#toSession(row, details.get(row.id) ?? this.#details.get(row.id) ?? null));
    }
    return sessions;
  }

  /** Details of many sessions; none where the PABX does not offer the endpoint. */
  async #readDetails(ids: readonly number[]): Promise<SessionDetail[]> {
    const { api, log } = this.#options;
    try {
      const { payload } = await api.read('message_session/query', { ids: ids.join(',') });
      return readRows(SessionDetail, payload, 'session details', log);
    } catch (error) {
      if (error instanceof AppError && error.code === 'pabx.functionOff') return [];
      throw error;
    }
  }

  async #detail(id: number): Promise<SessionDetail> {
    const { payload } = await this.#options.api.read('message_session/get', { id }, { subject: 'session' });
    // One object, although the key is `list`; should a firmware make it a list, its first is meant.
    const told: unknown = Array.isArray(payload) ? payload[0] : payload;
    const detail = parse(SessionDetail, told, 'pabx.invalidAnswer', `The PABX's details of session ${id}`);
    this.#details.set(id, detail);
    return detail;
  }

  async #toSession(info: SessionInfo, detail: SessionDetail | null): Promise<PabxSession> {
    const { directory, replyWindows } = this.#options;
    const holder = await directory.holderOf({
      queueId: info.queue_id,
      pickUpMemberId: info.pickup_member_id,
      from: { number: info.from.user_no, userType: info.from.user_type },
    });
    return toPabxSession(info, detail, holder, replyWindows.endOf(info));
  }
}
