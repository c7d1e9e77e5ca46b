// All that the local service knows of the outside. Two hosts implement these: src-main/service-host
// (better-sqlite3, ws, Electron's safeStorage) and src-web (SQLite WASM on OPFS, the browser's WebSocket).
import type { AppError } from '#shared/model/errors.ts';
import type { Disposable } from '#shared/model/disposable.ts';

export type SqlValue = string | number | bigint | null | Uint8Array;
export type SqlParameters = readonly SqlValue[];

/** A prepared statement; kept by its user, closed with its database. */
export interface SqlStatement {
  run(...parameters: SqlParameters): { changes: number };
  get(...parameters: SqlParameters): Record<string, SqlValue> | undefined;
  all(...parameters: SqlParameters): Record<string, SqlValue>[];
}

/** One open SQLite connection. Synchronous: it lives on a thread of its own. */
export interface SqlDatabase {
  prepare(sql: string): SqlStatement;
  /** Runs statements that return nothing (schema, pragmas). */
  exec(sql: string): void;
  /** Runs `work` in BEGIN IMMEDIATE … COMMIT; rolls back and rethrows when it throws. Does not nest. */
  transaction<T>(work: () => T): T;
  close(): void;
}

/** Where database files live. Names are plain file names (`cache.sqlite`). */
export interface SqlFiles {
  /**
   * Opens or creates a file and ATTACHes others to it under the given schema names.
   * @throws AppError `store.corrupt` (not a database, damaged, wrong key), `store.locked`, `store.full`, `store.keyUnavailable`
   */
  open(name: string, attach?: Readonly<Record<string, string>>): SqlDatabase;
  /** Sets a damaged file aside under a name with the time in it and says which. Missing files are no error. */
  quarantine(name: string): string;
  remove(name: string): void;
}

/** One account's folder: its databases and its cached attachments. */
export interface AccountStorage {
  readonly sql: SqlFiles;
  readonly blobs: BlobStore;
  close(): void;
}

export interface Storage {
  /** Opens (making it when new) the storage of an account; `id` is safe as a folder name. */
  openAccount(id: string): Promise<AccountStorage>;
  /** Deletes everything of an account. */
  removeAccount(id: string): Promise<void>;
}

/** Attachments by id. */
export interface BlobStore {
  read(id: string): Promise<Blob | undefined>;
  write(id: string, blob: Blob): Promise<void>;
  remove(id: string): Promise<void>;
}

export interface SocketHandlers {
  onOpen(): void;
  onText(text: string): void;
  /** Always the last call. `code` 1006 when there was no close frame. */
  onClose(code: number, reason: string): void;
}

export interface Socket {
  send(text: string): void;
  /** Bytes accepted by `send` and not yet written out. */
  readonly bufferedBytes: number;
  close(code: number, reason: string): void;
}

/** Opens a WebSocket; never throws: a failure is `onClose`. */
export type OpenSocket = (url: string, subprotocol: string, handlers: SocketHandlers) => Socket;

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly token?: string;
  readonly json?: unknown;
  /** Sent as the multipart field `file`. */
  readonly file?: { readonly blob: Blob; readonly name: string };
  readonly signal?: AbortSignal;
}
export interface HttpResponse {
  readonly status: number;
  json(): Promise<unknown>;
  blob(): Promise<Blob>;
}
/** @throws AppError `link.unreachable` when no answer came. Any status is an answer. */
export type Http = (request: HttpRequest) => Promise<HttpResponse>;

/** Time. Tests drive it by hand. */
export interface Clock {
  now(): number;
  /** Calls back once after `ms`; disposing before that cancels. */
  after(ms: number, callback: () => void): Disposable;
}

export interface Random {
  /** In [0, 1). */
  fraction(): number;
  uuidv7(): string;
}

/** What must survive a restart and be kept secret: one JSON text (accounts with their tokens). */
export interface CredentialStore {
  read(): Promise<string | undefined>;
  write(text: string): Promise<void>;
  clear(): Promise<void>;
}

export interface Log {
  debug(message: string, facts?: Readonly<Record<string, unknown>>): void;
  info(message: string, facts?: Readonly<Record<string, unknown>>): void;
  warn(message: string, facts?: Readonly<Record<string, unknown>>): void;
  error(message: string, error: AppError | Error, facts?: Readonly<Record<string, unknown>>): void;
}

export interface ServicePorts {
  readonly storage: Storage;
  readonly openSocket: OpenSocket;
  readonly http: Http;
  readonly clock: Clock;
  readonly random: Random;
  readonly credentials: CredentialStore;
  readonly log: Log;
  /** Told to the gateway: a stable id of this installation and the client's version. */
  readonly device: string;
  readonly clientVersion: string;
}
