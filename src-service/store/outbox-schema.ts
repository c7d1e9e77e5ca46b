// Tables of outbox.sqlite: what exists nowhere else. Attached to the cache's connection as `outbox`; no
// transaction ever has to write both files.
import type { Migration } from './migrate.ts';

export const OUTBOX_MIGRATIONS: readonly Migration[] = [
  {
    version: 10,
    sql: `
  -- A session is a lane: entries of one session go out in the order of their numbers.
  CREATE TABLE entries (
    ordinal INTEGER PRIMARY KEY AUTOINCREMENT,
    command_id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    session_id TEXT NOT NULL,
    payload TEXT NOT NULL,
    message TEXT,
    state TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'unconfirmed', 'accepted', 'failed')),
    attempts INTEGER NOT NULL,
    next_attempt_at INTEGER NOT NULL,
    error TEXT,
    created_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX entries_of_session ON entries (session_id, ordinal);

  CREATE TABLE drafts (
    session_id TEXT PRIMARY KEY,
    text TEXT NOT NULL,
    updated_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  -- Events about which somebody has been told; the row is on disk before the notification shows.
  CREATE TABLE told_events (
    event_id TEXT PRIMARY KEY,
    at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;`,
  },
];
