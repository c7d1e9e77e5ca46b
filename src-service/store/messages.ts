// Messages of the cache with their text index, which is written in the same transaction. Waiting messages live in
// the outbox alone; reads join them in at the end of a thread.
import type { MessageRow } from '#shared/bridge/rows.ts';
import { laterDelivery, type DeliveryState, type Message } from '#shared/model/message.ts';
import type { SqlDatabase, SqlStatement } from '../ports.ts';
import { json, jsonOrNull, number, text, type Row } from './columns.ts';
import { matchExpression, messageWords, newestFirst, type Term } from './words.ts';

type Extras = Pick<Message, 'file' | 'template' | 'system' | 'failure'>;
const NO_EXTRAS: Extras = { file: null, template: null, system: null, failure: null };

const COLUMNS =
  'm.id, m.session_id, m.position, m.version, m.created_at, m.state, m.kind, m.text, m.author, m.extras';

/** Exported for the tests of their query plans. */
export const MESSAGE_QUERIES = {
  newest: `SELECT ${COLUMNS} FROM messages m WHERE m.session_id = ?
    ORDER BY m.position DESC, m.id DESC LIMIT ?`,
  before: `SELECT ${COLUMNS} FROM messages m WHERE m.session_id = ? AND m.position < ?
    ORDER BY m.position DESC, m.id DESC LIMIT ?`,
  after: `SELECT ${COLUMNS} FROM messages m WHERE m.session_id = ? AND m.position > ?
    ORDER BY m.position, m.id LIMIT ?`,
  search: `SELECT ${COLUMNS} FROM messages_text f CROSS JOIN messages m ON m.docid = f.rowid
    WHERE f.text MATCH ? AND f.rowid < ? AND EXISTS (SELECT 1 FROM sessions s WHERE s.id = m.session_id)
    ORDER BY f.rowid DESC LIMIT ?`,
} as const;

// Columns were filled from a parsed message by `put`, and the bridge validates what leaves.
function toMessageRow(row: Row): MessageRow {
  return {
    id: text(row, 'id') as Message['id'],
    version: number(row, 'version'),
    sessionId: text(row, 'session_id') as Message['sessionId'],
    position: number(row, 'position'),
    author: json<Message['author']>(row, 'author'),
    kind: text(row, 'kind') as Message['kind'],
    text: text(row, 'text'),
    ...(jsonOrNull<Extras>(row, 'extras') ?? NO_EXTRAS),
    state: text(row, 'state') as DeliveryState,
    createdAt: number(row, 'created_at'),
  };
}

export function messageTable(database: SqlDatabase) {
  const held = database.prepare(
    'SELECT docid, version, generation, state, text, extras, session_id FROM messages WHERE id = ?',
  );
  const isTaken = database.prepare('SELECT 1 FROM messages WHERE docid = ?');
  const insert = database.prepare('INSERT INTO messages VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const update = database.prepare(
    `UPDATE messages SET session_id = ?, position = ?, version = ?, generation = ?, created_at = ?, state = ?,
       kind = ?, text = ?, author = ?, extras = ? WHERE docid = ?`,
  );
  const remove = database.prepare('DELETE FROM messages WHERE docid = ?');
  const index = database.prepare('INSERT INTO messages_text (rowid, text) VALUES (?, ?)');
  const unindex = database.prepare('DELETE FROM messages_text WHERE rowid = ?');
  const ofSession = database.prepare('SELECT docid FROM messages WHERE session_id = ? AND generation < ?');
  const get = database.prepare(`SELECT ${COLUMNS} FROM messages m WHERE m.id = ?`);
  const oldest = database.prepare('SELECT min(position) AS position FROM messages WHERE session_id = ?');
  const docidOf = database.prepare('SELECT docid FROM messages WHERE id = ?');
  const windows = {
    newest: database.prepare(MESSAGE_QUERIES.newest),
    before: database.prepare(MESSAGE_QUERIES.before),
    after: database.prepare(MESSAGE_QUERIES.after),
  };
  const search = database.prepare(MESSAGE_QUERIES.search);

  const words = (message: Message): string =>
    messageWords(message.sessionId, `${message.text} ${message.file?.name ?? ''}`);
  const drop = (docid: number): void => {
    unindex.run(docid);
    remove.run(docid);
  };
  const rows = (statement: SqlStatement, ...parameters: (string | number)[]): MessageRow[] =>
    statement.all(...parameters).map(toMessageRow);

  return {
    has: (id: string): boolean => docidOf.get(id) !== undefined,
    get(id: string): MessageRow | null {
      const row = get.get(id);
      return row === undefined ? null : toMessageRow(row);
    },
    /** Writes a message unless the same or a newer version is held in this generation. `isNew`: not held at all. */
    put(message: Message, generation: number): { isNews: boolean; isNew: boolean } {
      const { file, template, system, failure } = message;
      const isPlain = file === null && template === null && system === null && failure === null;
      const row = held.get(message.id);
      if (row === undefined) {
        let docid = newestFirst(message.createdAt, message.id);
        while (isTaken.get(docid) !== undefined) docid += 1;
        insert.run(
          docid,
          message.id,
          message.sessionId,
          message.position,
          message.version,
          generation,
          message.createdAt,
          message.state,
          message.kind,
          message.text,
          JSON.stringify(message.author),
          isPlain ? null : JSON.stringify({ file, template, system, failure }),
        );
        index.run(docid, words(message));
        return { isNews: true, isNew: true };
      }
      const docid = number(row, 'docid');
      const isCurrent = number(row, 'generation') === generation;
      if (isCurrent && number(row, 'version') >= message.version) return { isNews: false, isNew: false };
      const state = isCurrent
        ? laterDelivery(text(row, 'state') as DeliveryState, message.state)
        : message.state;
      // A failure that came too late to count leaves no reason behind.
      const extras = { file, template, system, failure: state === 'failed' ? failure : null };
      update.run(
        message.sessionId,
        message.position,
        message.version,
        generation,
        message.createdAt,
        state,
        message.kind,
        message.text,
        JSON.stringify(message.author),
        isPlain || Object.values(extras).every((one) => one === null) ? null : JSON.stringify(extras),
        docid,
      );
      const heldFile = jsonOrNull<Extras>(row, 'extras')?.file ?? null;
      const isSameText = text(row, 'text') === message.text && heldFile?.name === file?.name;
      if (!isSameText || text(row, 'session_id') !== message.sessionId) {
        unindex.run(docid);
        index.run(docid, words(message));
      }
      return { isNews: true, isNew: false };
    },
    /** Removes the messages of a session: those of older generations, or (left out) all. */
    removeOf(sessionId: string, olderThan: number = Number.MAX_SAFE_INTEGER): number {
      const found = ofSession.all(sessionId, olderThan);
      for (const row of found) drop(number(row, 'docid'));
      return found.length;
    },
    newest: (sessionId: string, limit: number): MessageRow[] =>
      rows(windows.newest, sessionId, limit).reverse(),
    before: (sessionId: string, position: number, limit: number): MessageRow[] =>
      rows(windows.before, sessionId, position, limit).reverse(),
    after: (sessionId: string, position: number, limit: number): MessageRow[] =>
      rows(windows.after, sessionId, position, limit),
    oldestPosition(sessionId: string): number | null {
      const row = oldest.get(sessionId);
      return row === undefined || row['position'] === null ? null : number(row, 'position');
    },
    /** Newest first; the index itself gives the order, so that common words cost no more than rare ones. */
    search(
      terms: readonly Term[],
      sessionId: string | undefined,
      before: { createdAt: number; id: string } | null,
      limit: number,
    ): MessageRow[] {
      let below = Number.MAX_SAFE_INTEGER;
      if (before !== null) {
        const row = docidOf.get(before.id);
        below = row === undefined ? newestFirst(before.createdAt, before.id) : number(row, 'docid');
      }
      return rows(search, matchExpression(terms, sessionId), below, limit);
    },
  };
}
