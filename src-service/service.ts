// The local service: the heart of the client, free of any platform. Hosts (the desktop's worker thread, the
// browser's Web Worker) give it ports, upgrade message ports with its router, and stop it at the end.
import type { ChangeBatch } from '#shared/bridge/changes.ts';
import type { Disposable } from '#shared/model/disposable.ts';
import { createFeed } from './changes/feed.ts';
import { Keeper, type AutoSignIn } from './login/keeper.ts';
import type { ServicePorts } from './ports.ts';
import { createRouter, type ServiceRouter } from './router.ts';

export interface ServiceOptions {
  readonly ports: ServicePorts;
  /** An open gateway: sign in by itself when nobody has signed in here otherwise. */
  readonly autoSignIn?: AutoSignIn;
}

export interface Service {
  /** Implements `serviceContract`; for `new RPCHandler(router).upgrade(port)`. */
  readonly router: ServiceRouter;
  /** Calls back with the state of the moment at once, then after every commit that changed something. */
  subscribe(listener: (batch: ChangeBatch) => void): Disposable;
  /** Closes the link, the subscriptions and the files. Stopping twice is harmless. */
  stop(): Promise<void>;
}

/**
 * Opens the last account's files and answers from them at once; the network comes in its own time.
 * @throws AppError `store.*` when the files cannot be opened
 */
export async function startService(options: ServiceOptions): Promise<Service> {
  const { ports, autoSignIn } = options;
  const feed = createFeed(() => keeper.state());
  const keeper: Keeper = new Keeper(ports, (changes) => feed.publish(changes));
  await keeper.start(autoSignIn);
  return {
    router: createRouter(keeper, feed, ports),
    subscribe: (listener) => feed.subscribe(listener),
    async stop() {
      await keeper.stop();
      feed.close();
    },
  };
}
