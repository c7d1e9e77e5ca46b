// Waiting commands in outbox.sqlite. A message's bubble is kept beside its command, so that one row is both.
import type { MessageRow } from '#shared/bridge/rows.ts';
import type { CommandName, CommandPayload } from '#shared/link/commands.ts';
import type { ErrorData } from '#shared/model/errors.ts';
import type { CommandId, SessionId } from '#shared/model/ids.ts';
import type { SqlDatabase } from '../ports.ts';
import { json, jsonOrNull, number, text, type Row } from './columns.ts';

/** The commands that wait offline; the same names are `durable` in COMMANDS (a test compares). */
export const DURABLE_COMMANDS = [
  'message.send',
  'message.markRead',
  'session.archive',
  'session.unarchive',
] as const satisfies readonly CommandName[];
type DurableCommand = (typeof DURABLE_COMMANDS)[number];

/** `accepted`: the gateway took it; the message itself has not arrived yet by the road down. */
type EntryState = 'queued' | 'sending' | 'unconfirmed' | 'accepted' | 'failed';

export interface Entry {
  readonly ordinal: number;
  readonly commandId: CommandId;
  readonly name: DurableCommand;
  readonly sessionId: SessionId;
  readonly payload: CommandPayload<DurableCommand>;
  readonly message: MessageRow | null;
  readonly state: EntryState;
  readonly attempts: number;
  readonly nextAttemptAt: number;
  readonly error: ErrorData | null;
  readonly createdAt: number;
}
export type NewEntry = Pick<Entry, 'commandId' | 'name' | 'sessionId' | 'payload' | 'message' | 'createdAt'>;

// Written by `add` from typed values only.
const toEntry = (row: Row): Entry => ({
  ordinal: number(row, 'ordinal'),
  commandId: text(row, 'command_id') as CommandId,
  name: text(row, 'name') as DurableCommand,
  sessionId: text(row, 'session_id') as SessionId,
  payload: json(row, 'payload'),
  message: jsonOrNull(row, 'message'),
  state: text(row, 'state') as EntryState,
  attempts: number(row, 'attempts'),
  nextAttemptAt: number(row, 'next_attempt_at'),
  error: jsonOrNull(row, 'error'),
  createdAt: number(row, 'created_at'),
});

/** The bubble of an entry in the state in which it is now. */
export function bubbleOf(entry: Entry): MessageRow | null {
  if (entry.message === null) return null;
  const failure = entry.error === null ? null : { code: entry.error.code, reason: entry.error.message };
  return { ...entry.message, state: entry.state, failure: entry.state === 'failed' ? failure : null };
}

/** A waiting message whose arrived self is not in the cache yet. Exported for the test of its query plan. */
export const WAITING_OF_SESSION = `SELECT e.* FROM outbox.entries e
  WHERE e.session_id = ? AND e.message IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM messages m WHERE m.id = e.command_id)
  ORDER BY e.ordinal`;

export function entryTable(database: SqlDatabase) {
  const add = database.prepare(
    `INSERT INTO outbox.entries (command_id, name, session_id, payload, message, state, attempts,
       next_attempt_at, error, created_at) VALUES (?, ?, ?, ?, ?, 'queued', 0, 0, NULL, ?)`,
  );
  const get = database.prepare('SELECT * FROM outbox.entries WHERE command_id = ?');
  const all = database.prepare('SELECT * FROM outbox.entries ORDER BY ordinal');
  const heads = database.prepare(
    `SELECT e.* FROM (SELECT min(ordinal) AS first FROM outbox.entries
       WHERE state IN ('queued', 'sending', 'unconfirmed') GROUP BY session_id) AS lane
     CROSS JOIN outbox.entries e ON e.ordinal = lane.first ORDER BY e.ordinal`,
  );
  const ofSession = database.prepare(WAITING_OF_SESSION);
  const setState = database.prepare(
    'UPDATE outbox.entries SET state = ?, attempts = ?, next_attempt_at = ?, error = ? WHERE command_id = ?',
  );
  const setPayload = database.prepare('UPDATE outbox.entries SET payload = ? WHERE command_id = ?');
  const recover = database.prepare(
    "UPDATE outbox.entries SET state = 'unconfirmed', next_attempt_at = 0 WHERE state = 'sending'",
  );
  const remove = database.prepare('DELETE FROM outbox.entries WHERE command_id = ?');
  const settle = database.prepare(
    `DELETE FROM outbox.entries WHERE message IS NOT NULL
       AND EXISTS (SELECT 1 FROM messages m WHERE m.id = outbox.entries.command_id) RETURNING command_id`,
  );
  const gone = database.prepare(
    "DELETE FROM outbox.entries WHERE session_id = ? AND state = 'accepted' RETURNING command_id",
  );
  const accepted = database.prepare(
    "SELECT DISTINCT session_id FROM outbox.entries WHERE state = 'accepted'",
  );
  const tally = database.prepare(
    `SELECT coalesce(sum(state <> 'failed'), 0) AS waiting, coalesce(sum(state = 'failed'), 0) AS failed
       FROM outbox.entries WHERE message IS NOT NULL AND state <> 'accepted'`,
  );
  const queuedRead = database.prepare(
    `SELECT * FROM outbox.entries WHERE session_id = ? AND name = 'message.markRead' AND state = 'queued'`,
  );

  return {
    add(entry: NewEntry): void {
      const message = entry.message === null ? null : JSON.stringify(entry.message);
      add.run(
        entry.commandId,
        entry.name,
        entry.sessionId,
        JSON.stringify(entry.payload),
        message,
        entry.createdAt,
      );
    },
    get(commandId: string): Entry | null {
      const row = get.get(commandId);
      return row === undefined ? null : toEntry(row);
    },
    all: (): Entry[] => all.all().map(toEntry),
    /** The first entry of every lane that has something to do. */
    heads: (): Entry[] => heads.all().map(toEntry),
    /** Bubbles of a session that are not in the cache yet, in their order. */
    waitingOf: (sessionId: string): MessageRow[] =>
      ofSession.all(sessionId).flatMap((row) => bubbleOf(toEntry(row)) ?? []),
    queuedMarkRead(sessionId: string): Entry | null {
      const row = queuedRead.get(sessionId);
      return row === undefined ? null : toEntry(row);
    },
    setState(entry: Entry, state: EntryState, change: Partial<Entry> = {}): void {
      const { attempts, nextAttemptAt, error } = { ...entry, error: null, ...change };
      setState.run(
        state,
        attempts,
        nextAttemptAt,
        error === null ? null : JSON.stringify(error),
        entry.commandId,
      );
    },
    setPayload(commandId: string, payload: Entry['payload']): void {
      setPayload.run(JSON.stringify(payload), commandId);
    },
    /** What was on its way when the connection (or the process) ended may have arrived or not. */
    recover: (): number => recover.run().changes,
    remove: (commandId: string): boolean => remove.run(commandId).changes > 0,
    /** Removes entries whose message the cache holds; gives their ids. */
    settle: (): string[] => settle.all().map((row) => text(row, 'command_id')),
    /** Removes accepted entries of a session that left: their message will not arrive any more. */
    removeAccepted: (sessionId: string): string[] =>
      gone.all(sessionId).map((row) => text(row, 'command_id')),
    sessionsWithAccepted: (): SessionId[] =>
      accepted.all().map((row) => text(row, 'session_id') as SessionId),
    tally(): { waiting: number; failed: number } {
      const row = tally.get() ?? {};
      return { waiting: number(row, 'waiting'), failed: number(row, 'failed') };
    },
  };
}
