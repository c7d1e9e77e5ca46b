// The page's side of the Web Worker: starts it, hands it a port for everybody who wants to speak to the service, and
// ends it cleanly when another tab takes over.
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { ContractRouterClient } from '@orpc/contract';
import type { ServiceContract } from '#shared/bridge/service-contract.ts';
import { AppError } from '#shared/model/errors.ts';
import type { FromWorker, ToWorker } from './messages.ts';

export type ServiceClient = ContractRouterClient<ServiceContract>;

/** Longer than any drain; after it the worker is ended, and its files recover at the next start. */
const STOP_MS = 4000;

export interface ServiceThreadOptions {
  readonly gateway: string;
  readonly agent: string | null;
  readonly device: string;
  readonly onReady: (storage: 'kept' | 'memory') => void;
  /** It could not start, or died. */
  readonly onFailed: (error: AppError) => void;
}

export class ServiceThread {
  readonly #worker: Worker;
  readonly #stopped: Promise<void>;

  constructor({ gateway, agent, device, onReady, onFailed }: ServiceThreadOptions) {
    this.#worker = new Worker(new URL('./worker.ts', import.meta.url), {
      type: 'module',
      name: 'lynk-service',
    });
    this.#stopped = new Promise((resolve) => {
      // The worker posts nothing but FromWorker.
      this.#worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
        if (data.kind === 'ready') onReady(data.storage);
        else if (data.kind === 'failed') onFailed(AppError.fromData(data.error));
        else resolve();
      });
    });
    this.#worker.addEventListener('error', (event) => {
      onFailed(
        new AppError('internal.unexpected', {
          message: `The service of this tab failed (${event.message}).`,
        }),
      );
    });
    this.#tell({ kind: 'start', gateway, agent, device });
  }

  /** Hands over a port to the service; what it says before the service is ready waits. */
  connect(port: MessagePort): void {
    this.#tell({ kind: 'connect', port }, [port]);
  }

  /** A client of the host's own, on a port of its own. */
  client(): ServiceClient {
    const { port1, port2 } = new MessageChannel();
    this.connect(port2);
    const client = createORPCClient<ServiceClient>(new RPCLink({ port: port1 }));
    port1.start();
    return client;
  }

  /** Lets the service drain and close its files, then ends the worker. */
  async stop(): Promise<void> {
    this.#tell({ kind: 'stop' });
    await Promise.race([this.#stopped, new Promise((resolve) => setTimeout(resolve, STOP_MS))]);
    this.#worker.terminate();
  }

  #tell(message: ToWorker, transfer: Transferable[] = []): void {
    this.#worker.postMessage(message, transfer);
  }
}
