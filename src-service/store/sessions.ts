// Sessions of the cache: whole as JSON, with the columns that lists, filters and counts need beside it.
import type { ListCounts, SessionCursor, SessionRow } from '#shared/bridge/rows.ts';
import type { SessionFilter } from '#shared/bridge/service-contract.ts';
import { canPickUp, listOf, type Session, type SessionList } from '#shared/model/session.ts';
import type { SqlDatabase, SqlStatement, SqlValue } from '../ports.ts';
import { json, number, numberOrNull, text, type Row } from './columns.ts';
import { matchExpression, nameWords, numberTerm, numberWords, parseQuery } from './words.ts';

export interface PageOptions {
  readonly list: SessionList;
  readonly filter: SessionFilter;
  readonly text: string;
  readonly before: SessionCursor | null;
  readonly limit: number;
  /** For the filter `mine`. */
  readonly extension: string;
}

/** How far the messages of a session have been fetched. */
export interface HistoryState {
  readonly sessionId: string;
  readonly before: number | null;
}

/** A session with what only this client knows; the joined columns come from the attached outbox. */
const ROW = `s.body AS body, coalesce(d.text, '') AS draft,
  (SELECT max(CASE e.state WHEN 'failed' THEN 2 ELSE 1 END) FROM outbox.entries e
    WHERE e.session_id = s.id AND e.message IS NOT NULL AND e.state <> 'accepted') AS waiting
  FROM sessions s LEFT JOIN outbox.drafts d ON d.session_id = s.id`;

const FILTERS = {
  unread: 's.is_unread = 1',
  waiting: 's.is_waiting = 1',
  mine: 's.holder = ?',
} as const;

function toSessionRow(row: Row): SessionRow {
  const outbox = numberOrNull(row, 'waiting') ?? 0;
  return {
    ...json<Session>(row, 'body'),
    draft: text(row, 'draft'),
    outbox: outbox === 0 ? 'clear' : outbox === 1 ? 'waiting' : 'failed',
  };
}

/** The statement of a page; its parameters go with it. Exported for the test of its query plan. */
export function pageQuery(options: PageOptions): { sql: string; parameters: SqlValue[] } {
  const { list, filter, before } = options;
  const where = ['s.list = ?'];
  const parameters: SqlValue[] = [list];
  const add = (condition: string, ...values: SqlValue[]): void => {
    where.push(condition);
    parameters.push(...values);
  };
  if (before !== null) add('(s.active_at, s.id) < (?, ?)', before.activeAt, before.id);
  if (filter.channelKind !== undefined) add('s.channel_kind = ?', filter.channelKind);
  if (filter.queueId !== undefined) add('s.queue_id = ?', filter.queueId);
  if (filter.campaignId !== undefined) add('s.campaign_id = ?', filter.campaignId);
  if (filter.only === 'mine') add(FILTERS.mine, options.extension);
  else if (filter.only !== undefined) add(FILTERS[filter.only]);
  const asNumber = numberTerm(options.text);
  const terms = asNumber === null ? parseQuery(options.text) : [asNumber];
  if (terms.length > 0) {
    add('s.docid IN (SELECT rowid FROM sessions_text WHERE text MATCH ?)', matchExpression(terms));
  }
  const sql = `SELECT ${ROW} WHERE ${where.join(' AND ')} ORDER BY s.active_at DESC, s.id DESC LIMIT ?`;
  return { sql, parameters: [...parameters, options.limit] };
}

export function sessionTable(database: SqlDatabase) {
  const pages = new Map<string, SqlStatement>();
  const held = database.prepare('SELECT docid, version, generation, body FROM sessions WHERE id = ?');
  const row = database.prepare(`SELECT ${ROW} WHERE s.id = ?`);
  const insert = database.prepare(
    `INSERT INTO sessions (version, generation, list, active_at, channel_kind, queue_id, holder, campaign_id,
       is_unread, is_waiting, body, id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING docid`,
  );
  const update = database.prepare(
    `UPDATE sessions SET version = ?, generation = ?, list = ?, active_at = ?, channel_kind = ?, queue_id = ?,
       holder = ?, campaign_id = ?, is_unread = ?, is_waiting = ?, body = ? WHERE docid = ?`,
  );
  const remove = database.prepare('DELETE FROM sessions WHERE docid = ?');
  const index = database.prepare('INSERT INTO sessions_text (rowid, text) VALUES (?, ?)');
  const unindex = database.prepare('DELETE FROM sessions_text WHERE rowid = ?');
  const stale = database.prepare('SELECT id FROM sessions WHERE generation < ?');
  const counts = database.prepare('SELECT list, total, unread, waiting FROM list_counts');
  const waitingByQueue = database.prepare(
    'SELECT queue_id, count(*) AS waiting FROM sessions WHERE is_waiting = 1 GROUP BY queue_id',
  );
  const waiting = database.prepare('SELECT 1 FROM sessions WHERE id = ? AND is_waiting = 1');
  const nextHistory = database.prepare(
    'SELECT id, history_before FROM sessions WHERE history_done = 0 ORDER BY active_at DESC LIMIT 1',
  );
  const history = database.prepare(
    'SELECT id, history_before FROM sessions WHERE id = ? AND history_done = 0',
  );
  const setHistory = database.prepare(
    'UPDATE sessions SET history_before = ?, history_done = ? WHERE id = ?',
  );

  const toHistory = (one: Row | undefined): HistoryState | null =>
    one === undefined ? null : { sessionId: text(one, 'id'), before: numberOrNull(one, 'history_before') };

  const table = {
    /** The session as the gateway told it, or null. */
    get(id: string): Session | null {
      const found = held.get(id);
      return found === undefined ? null : json<Session>(found, 'body');
    },
    row(id: string): SessionRow | null {
      const found = row.get(id);
      return found === undefined ? null : toSessionRow(found);
    },
    /**
     * Writes a session unless the same or a newer version is held in this generation; says what was held before.
     * A new generation (a snapshot) has its messages read again from the newest.
     */
    put(session: Session, generation: number): { isNews: boolean; before: Session | null } {
      const found = held.get(session.id);
      const before = found === undefined ? null : json<Session>(found, 'body');
      const isCurrent = found !== undefined && number(found, 'generation') === generation;
      if (isCurrent && number(found, 'version') >= session.version) return { isNews: false, before };
      const values = [
        session.version,
        generation,
        listOf(session),
        session.activeAt,
        session.channelKind,
        session.queueId,
        session.holder?.extension ?? null,
        session.campaignId,
        session.unreadCount > 0 ? 1 : 0,
        canPickUp(session) ? 1 : 0,
        JSON.stringify(session),
      ] as const;
      if (found === undefined) {
        const docid = number(insert.get(...values, session.id) ?? {}, 'docid');
        index.run(docid, `${nameWords(session.contactName)} ${numberWords(session.address)}`);
      } else {
        const docid = number(found, 'docid');
        update.run(...values, docid);
        if (!isCurrent) setHistory.run(null, 0, session.id);
        if (before?.contactName !== session.contactName || before.address !== session.address) {
          unindex.run(docid);
          index.run(docid, `${nameWords(session.contactName)} ${numberWords(session.address)}`);
        }
      }
      return { isNews: true, before };
    },
    /** False when it is not held, or held in a version newer than the one that is gone. */
    remove(id: string, upTo: number): boolean {
      const found = held.get(id);
      if (found === undefined || number(found, 'version') > upTo) return false;
      unindex.run(number(found, 'docid'));
      remove.run(number(found, 'docid'));
      return true;
    },
    /** Removes what the snapshot of `generation` did not name; gives the ids. */
    sweep(generation: number): string[] {
      const ids = stale.all(generation).map((one) => text(one, 'id'));
      for (const id of ids) table.remove(id, Number.MAX_SAFE_INTEGER);
      return ids;
    },
    page(options: PageOptions): SessionRow[] {
      const { sql, parameters } = pageQuery(options);
      let statement = pages.get(sql);
      if (statement === undefined) {
        statement = database.prepare(sql);
        pages.set(sql, statement);
      }
      return statement.all(...parameters).map(toSessionRow);
    },
    counts(): ListCounts {
      const result: ListCounts = {
        recent: { total: 0, unread: 0 },
        archived: { total: 0, unread: 0 },
        campaign: { total: 0, unread: 0 },
        waiting: 0,
      };
      for (const one of counts.all()) {
        result[text(one, 'list') as SessionList] = {
          total: number(one, 'total'),
          unread: number(one, 'unread'),
        };
        result.waiting += number(one, 'waiting');
      }
      return result;
    },
    isWaiting: (id: string): boolean => waiting.get(id) !== undefined,
    waitingByQueue(): Map<string, number> {
      return new Map(
        waitingByQueue
          .all()
          .filter((one) => one['queue_id'] !== null)
          .map((one) => [text(one, 'queue_id'), number(one, 'waiting')]),
      );
    },
    /** The newest session whose messages are not all here. */
    nextHistory: (): HistoryState | null => toHistory(nextHistory.get()),
    /** Null when all messages of the session are here, or it is not. */
    history: (id: string): HistoryState | null => toHistory(history.get(id)),
    setHistory(id: string, before: number | null, isDone: boolean): void {
      setHistory.run(before, isDone ? 1 : 0, id);
    },
  };
  return table;
}
