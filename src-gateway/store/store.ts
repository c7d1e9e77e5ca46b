// All tables of the gateway behind one handle. One connection, one thread: whatever runs inside `transaction`
// is on the disk as a whole or not at all, and `afterCommit` is the only way to ring a doorbell.
import type { Disposable } from '#shared/model/disposable.ts';
import { accountTable, type AccountTable } from './accounts.ts';
import { callTable, type CallTable } from './calls.ts';
import { commandTable, type CommandTable } from './commands.ts';
import { openDatabase, storeError } from './database.ts';
import { directoryTable, type DirectoryTable } from './directory.ts';
import { fileTable, type FileTable } from './files.ts';
import { messageTable, type MessageTable } from './messages.ts';
import { moveTable, type MoveTable } from './moves.ts';
import { sessionAgentTable, type SessionAgentTable } from './session-agents.ts';
import { sessionTable, type SessionTable } from './sessions.ts';
import { streamTable, type StreamTable } from './streams.ts';
import { toldAgentTable, type ToldAgentTable } from './told-agents.ts';

export interface Store extends Disposable {
  readonly accounts: AccountTable;
  readonly streams: StreamTable;
  readonly directory: DirectoryTable;
  readonly sessions: SessionTable;
  readonly sessionAgents: SessionAgentTable;
  readonly messages: MessageTable;
  readonly commands: CommandTable;
  readonly files: FileTable;
  readonly calls: CallTable;
  readonly moves: MoveTable;
  readonly toldAgents: ToldAgentTable;
  /** Runs `work` in one transaction (an outer one is joined). Throws what `work` throws, then nothing changed. */
  transaction<Result>(work: () => Result): Result;
  /** Runs `callback` once the current transaction is on the disk; at once when there is none. */
  afterCommit(callback: () => void): void;
}

/** @throws AppError `store.*` or `config.folderNotWritable`, naming the file and the remedy. */
export function openStore(folder: string): Store {
  const db = openDatabase(folder);
  let depth = 0;
  let callbacks: (() => void)[] = [];
  const begin = db.transaction((work: () => unknown) => work());
  return {
    accounts: accountTable(db),
    streams: streamTable(db),
    directory: directoryTable(db),
    sessions: sessionTable(db),
    sessionAgents: sessionAgentTable(db),
    messages: messageTable(db),
    commands: commandTable(db),
    files: fileTable(db),
    calls: callTable(db),
    moves: moveTable(db),
    toldAgents: toldAgentTable(db),
    transaction<Result>(work: () => Result): Result {
      if (depth > 0) return work();
      let result: Result | undefined;
      depth++;
      try {
        begin.immediate(() => {
          result = work();
        });
      } catch (error) {
        callbacks = [];
        throw isSqlite(error) ? storeError(error, folder) : error;
      } finally {
        depth--;
      }
      const due = callbacks;
      callbacks = [];
      for (const callback of due) callback();
      // The transaction ended well, so `work` ran and this is what it gave.
      return result as Result;
    },
    afterCommit(callback) {
      if (depth === 0) callback();
      else callbacks.push(callback);
    },
    dispose: () => void db.close(),
  };
}

const isSqlite = (error: unknown): boolean => error instanceof Error && error.name === 'SqliteError';
