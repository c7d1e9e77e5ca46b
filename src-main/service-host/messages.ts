// What main and the service's thread say to each other beside the bridge. Both ends are built together, so the
// types are the contract; the bridge itself runs over the ports that `connect` hands over.
import type { MessagePort } from 'node:worker_threads';
import type { ErrorData } from '#shared/model/errors.ts';

/** What the thread is started with (`workerData`). */
export interface ServiceStart {
  /** Holds `accounts/<id>/`. */
  readonly dataDir: string;
  /** The key of the local data; null where the person chose to keep it unencrypted. */
  readonly key: Uint8Array | null;
  readonly device: string;
  readonly clientVersion: string;
  /** A gateway to sign in to by itself; null when a person signs in. */
  readonly autoSignIn: { readonly gateway: string } | null;
}

export type ToService =
  /** A window, the tray or anybody else wants to speak to the service over this port. */
  | { readonly kind: 'connect'; readonly port: MessagePort }
  | {
      readonly kind: 'credentials';
      readonly id: number;
      readonly text: string | null;
      readonly error: ErrorData | null;
    }
  /** Drain, close the files, then exit. */
  | { readonly kind: 'stop' };

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

export type FromService =
  | { readonly kind: 'ready' }
  /** It could not start; the thread exits after this. */
  | { readonly kind: 'failed'; readonly error: ErrorData }
  | {
      readonly kind: 'log';
      readonly level: LogLevel;
      readonly message: string;
      readonly facts: Readonly<Record<string, unknown>>;
      readonly error: Error | null;
    }
  | {
      readonly kind: 'credentials';
      readonly id: number;
      readonly operation: 'read' | 'write' | 'clear';
      readonly text: string;
    };
