// Tables of cache.sqlite: a copy of what the gateway knows, which can be thrown away at any time. No foreign key
// ties messages to sessions on purpose: a message may arrive one event before its session.
import type { Migration } from './migrate.ts';

/** Small things that are read whole: one table each, one shape, one mapper (`directory.ts`). */
const DIRECTORY_TABLES = ['agents', 'queues', 'channels', 'templates', 'campaigns', 'calls'] as const;
export type DirectoryTable = (typeof DIRECTORY_TABLES)[number];

const directoryTable = (name: DirectoryTable): string => `
  CREATE TABLE ${name} (
    id TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    generation INTEGER NOT NULL,
    sort_key TEXT NOT NULL,
    body TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;`;

/** Words by prefix, accents ignored; the text lives in the table beside it, so the index keeps none of it. */
const fullText = (name: string): string => `
  CREATE VIRTUAL TABLE ${name} USING fts5(
    text, content = '', contentless_delete = 1,
    tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3'
  );`;

export const CACHE_MIGRATIONS: readonly Migration[] = [
  {
    version: 10,
    sql: `
  CREATE TABLE sync_state (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    epoch TEXT,
    seq INTEGER NOT NULL,
    generation INTEGER NOT NULL,
    capabilities TEXT
  ) STRICT;
  INSERT INTO sync_state VALUES (1, NULL, 0, 1, NULL);

  CREATE TABLE quarantined_events (
    epoch TEXT NOT NULL,
    seq INTEGER,
    kind TEXT NOT NULL,
    reason TEXT NOT NULL,
    event TEXT NOT NULL,
    at INTEGER NOT NULL,
    UNIQUE (epoch, seq)
  ) STRICT;

  CREATE TABLE sessions (
    docid INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    version INTEGER NOT NULL,
    generation INTEGER NOT NULL,
    list TEXT NOT NULL CHECK (list IN ('recent', 'archived', 'campaign')),
    active_at INTEGER NOT NULL,
    channel_kind TEXT NOT NULL,
    queue_id TEXT,
    holder TEXT,
    campaign_id TEXT,
    is_unread INTEGER NOT NULL,
    is_waiting INTEGER NOT NULL,
    history_done INTEGER NOT NULL DEFAULT 0,
    history_before INTEGER,
    body TEXT NOT NULL
  ) STRICT;
  -- The order of the lists with everything that a filter asks for: a page touches the table for its own rows only.
  CREATE INDEX sessions_list ON sessions
    (list, active_at DESC, id DESC, is_unread, is_waiting, channel_kind, queue_id, holder, campaign_id);
  CREATE INDEX sessions_waiting ON sessions (queue_id, active_at DESC) WHERE is_waiting = 1;
  CREATE INDEX sessions_history ON sessions (active_at DESC) WHERE history_done = 0;
  ${fullText('sessions_text')}

  -- Counted as rows change, so that no badge ever costs a scan.
  CREATE TABLE list_counts (
    list TEXT PRIMARY KEY,
    total INTEGER NOT NULL,
    unread INTEGER NOT NULL,
    waiting INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  INSERT INTO list_counts VALUES ('recent', 0, 0, 0), ('archived', 0, 0, 0), ('campaign', 0, 0, 0);
  CREATE TRIGGER sessions_counted_in AFTER INSERT ON sessions BEGIN
    UPDATE list_counts SET total = total + 1, unread = unread + new.is_unread, waiting = waiting + new.is_waiting
      WHERE list = new.list;
  END;
  CREATE TRIGGER sessions_counted_out AFTER DELETE ON sessions BEGIN
    UPDATE list_counts SET total = total - 1, unread = unread - old.is_unread, waiting = waiting - old.is_waiting
      WHERE list = old.list;
  END;
  CREATE TRIGGER sessions_counted_over AFTER UPDATE OF list, is_unread, is_waiting ON sessions
    WHEN old.list <> new.list OR old.is_unread <> new.is_unread OR old.is_waiting <> new.is_waiting
  BEGIN
    UPDATE list_counts SET total = total - 1, unread = unread - old.is_unread, waiting = waiting - old.is_waiting
      WHERE list = old.list;
    UPDATE list_counts SET total = total + 1, unread = unread + new.is_unread, waiting = waiting + new.is_waiting
      WHERE list = new.list;
  END;

  -- docid grows with time (see newestFirst in words.ts): the text index gives hits newest first for nothing.
  CREATE TABLE messages (
    docid INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    session_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    version INTEGER NOT NULL,
    generation INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    state TEXT NOT NULL,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    author TEXT NOT NULL,
    extras TEXT
  ) STRICT;
  CREATE INDEX messages_thread ON messages (session_id, position, id);
  ${fullText('messages_text')}

  CREATE TABLE contacts (
    docid INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    version INTEGER NOT NULL,
    generation INTEGER NOT NULL,
    sort_key TEXT NOT NULL,
    body TEXT NOT NULL
  ) STRICT;
  CREATE INDEX contacts_by_name ON contacts (sort_key, docid);
  ${fullText('contacts_text')}
  ${DIRECTORY_TABLES.map(directoryTable).join('')}`,
  },
];
