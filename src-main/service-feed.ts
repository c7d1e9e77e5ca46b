// The shell's own line to the service: a client, and one subscription of the change feed for everything in main
// (notifications, tray, badge). It survives restarts of the service's thread.
import type { MessagePort } from 'node:worker_threads';
import { createORPCClient, ORPCError } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { ContractRouterClient } from '@orpc/contract';
import type { Change } from '#shared/bridge/changes.ts';
import { readChanges } from '#shared/bridge/read-changes.ts';
import type { ServiceContract } from '#shared/bridge/service-contract.ts';
import type { Disposable } from '#shared/model/disposable.ts';
import { AppError, ErrorData } from '#shared/model/errors.ts';
import type { Log } from './log.ts';

export type ServiceClient = ContractRouterClient<ServiceContract>;
export type ChangeListener = (change: Change) => void;

const RETRY_MS = 250;

/** What the service refused, with its code; anything else as an unexpected failure. */
export function failureOf(error: unknown): AppError {
  const data = error instanceof ORPCError ? ErrorData.safeParse(error.data).data : undefined;
  return data === undefined ? AppError.from(error) : AppError.fromData(data);
}

export class ServiceFeed implements Disposable {
  readonly #connect: () => MessagePort;
  readonly #log: Log;
  readonly #listeners = new Set<ChangeListener>();
  readonly #abort = new AbortController();
  #client: ServiceClient;
  #port: MessagePort;
  #isPortOpen = true;

  constructor(connect: () => MessagePort, log: Log) {
    this.#connect = connect;
    this.#log = log;
    this.#port = connect();
    this.#client = this.#over(this.#port);
    void this.#follow();
  }

  /** Speaks to the service that runs now; what is asked while it is down fails. */
  get client(): ServiceClient {
    return this.#client;
  }

  onChange(listener: ChangeListener): Disposable {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  }

  dispose(): void {
    this.#abort.abort();
    this.#port.close();
  }

  #over(port: MessagePort): ServiceClient {
    this.#isPortOpen = true;
    port.once('close', () => (this.#isPortOpen = false));
    const client = createORPCClient<ServiceClient>(new RPCLink({ port }));
    port.start();
    return client;
  }

  async #follow(): Promise<void> {
    const { signal } = this.#abort;
    const isOver = (): boolean => signal.aborted;
    while (!isOver()) {
      try {
        await readChanges(this.#client, signal, (change) => {
          for (const listener of this.#listeners) listener(change);
        });
      } catch (error) {
        if (!isOver()) this.#log.warn('the feed ended', { code: failureOf(error).code });
      }
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS).unref());
      if (isOver() || this.#isPortOpen) continue;
      this.#port = this.#connect();
      this.#client = this.#over(this.#port);
    }
  }
}
