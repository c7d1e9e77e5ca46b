// The gateway's tables, as numbered steps of ten (gaps leave room for a fix between two releases). A step that
// has shipped is never changed; a file with a higher number than ours is refused (`store.tooNew`).

export interface Migration {
  readonly version: number;
  readonly sql: string;
}

export const MIGRATIONS: readonly Migration[] = [
  {
    version: 10,
    sql: `
      CREATE TABLE accounts (
        extension TEXT PRIMARY KEY,
        password TEXT,
        created_at INTEGER NOT NULL
      ) STRICT;

      CREATE TABLE tokens (
        hash TEXT PRIMARY KEY,
        extension TEXT NOT NULL REFERENCES accounts (extension) ON DELETE CASCADE,
        device TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        used_at INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX tokens_by_extension ON tokens (extension);

      CREATE TABLE directory (
        kind TEXT NOT NULL,
        id TEXT NOT NULL,
        version INTEGER NOT NULL,
        is_gone INTEGER NOT NULL,
        data TEXT NOT NULL,
        PRIMARY KEY (kind, id)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE sessions (
        id TEXT PRIMARY KEY,
        pabx_id INTEGER UNIQUE,
        version INTEGER NOT NULL,
        kind TEXT NOT NULL,
        channel_id TEXT NOT NULL,
        channel_name TEXT NOT NULL,
        sender TEXT NOT NULL,
        address TEXT NOT NULL,
        contact_name TEXT NOT NULL,
        contact_id TEXT,
        queue_id TEXT,
        holder TEXT,
        origin TEXT NOT NULL,
        campaign_id TEXT,
        state TEXT NOT NULL,
        reply_window_ends_at INTEGER,
        opened_at INTEGER NOT NULL,
        ended_at INTEGER,
        active_at INTEGER NOT NULL,
        last_message TEXT,
        last_position INTEGER NOT NULL,
        is_history_complete INTEGER NOT NULL,
        transfer_note TEXT NOT NULL
      ) STRICT;
      CREATE INDEX sessions_by_address ON sessions (address, sender);
      CREATE INDEX sessions_unborn ON sessions (opened_at) WHERE pabx_id IS NULL;

      CREATE TABLE session_agents (
        extension TEXT NOT NULL,
        session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
        is_visible INTEGER NOT NULL,
        is_archived INTEGER NOT NULL,
        removed_at_position INTEGER,
        read_position INTEGER NOT NULL,
        list TEXT NOT NULL,
        active_at INTEGER NOT NULL,
        PRIMARY KEY (extension, session_id)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX session_agents_by_session ON session_agents (session_id);
      CREATE INDEX session_agents_listed ON session_agents (extension, list, active_at DESC, session_id DESC)
        WHERE is_visible = 1;
      CREATE INDEX session_agents_newest ON session_agents (extension, active_at DESC, session_id DESC)
        WHERE is_visible = 1;

      CREATE TABLE messages (
        session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        id TEXT NOT NULL UNIQUE,
        author_kind TEXT NOT NULL,
        data TEXT NOT NULL,
        PRIMARY KEY (session_id, position)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE streams (
        extension TEXT PRIMARY KEY,
        epoch TEXT NOT NULL,
        head INTEGER NOT NULL,
        tail INTEGER NOT NULL
      ) STRICT;

      CREATE TABLE events (
        extension TEXT NOT NULL,
        seq INTEGER NOT NULL,
        at INTEGER NOT NULL,
        data TEXT NOT NULL,
        PRIMARY KEY (extension, seq)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE answers (
        extension TEXT NOT NULL,
        command_id TEXT NOT NULL,
        at INTEGER NOT NULL,
        data TEXT NOT NULL,
        PRIMARY KEY (extension, command_id)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX answers_by_age ON answers (at);

      CREATE TABLE intents (
        message_id TEXT PRIMARY KEY,
        extension TEXT NOT NULL,
        session_id TEXT NOT NULL,
        content TEXT NOT NULL,
        after_position INTEGER NOT NULL,
        attempted_at INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX intents_by_session ON intents (session_id);

      CREATE TABLE files (
        id TEXT PRIMARY KEY,
        session_id TEXT,
        uploader TEXT,
        name TEXT NOT NULL,
        mime_type TEXT NOT NULL,
        size_bytes INTEGER NOT NULL,
        pabx TEXT,
        is_stored INTEGER NOT NULL,
        created_at INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX files_unsent ON files (created_at) WHERE session_id IS NULL;

      CREATE TABLE calls (
        id TEXT PRIMARY KEY,
        extension TEXT NOT NULL,
        data TEXT NOT NULL
      ) STRICT;

      CREATE TABLE mirrored (
        extension TEXT PRIMARY KEY,
        at INTEGER NOT NULL
      ) STRICT;
    `,
  },
  {
    version: 20,
    sql: `
      CREATE TABLE moves (
        id INTEGER PRIMARY KEY,
        session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
        kind TEXT NOT NULL,
        extension TEXT NOT NULL,
        target TEXT,
        after_position INTEGER NOT NULL,
        before_position INTEGER,
        at INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX moves_by_session ON moves (session_id);

      CREATE INDEX files_missing ON files (created_at) WHERE is_stored = 0;
      CREATE INDEX sessions_unheld ON sessions (queue_id) WHERE holder IS NULL;

      CREATE TABLE told_agents (
        extension TEXT PRIMARY KEY,
        data TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;
    `,
  },
];
