// The Web Worker on which the local service of Lynk Web lives: its ports on the browser, a bridge on every port that
// the page hands over. Started by service-thread.ts only.
import '#shared/bridge/no-generated-code.ts';
import { RPCHandler } from '@orpc/server/message-port';
import { uuidv7 } from 'uuidv7';
import type { Log } from '#service/ports.ts';
import { startService, type Service } from '#service/service.ts';
import { About, HTTP_PATHS } from '#shared/link/http.ts';
import { AppError } from '#shared/model/errors.ts';
import { openCredentials } from './credentials.ts';
import { http } from './http.ts';
import type { FromWorker, ToWorker } from './messages.ts';
import { openSocket } from './socket.ts';
import { openWebStorage } from './storage.ts';
import { WEB_VERSION } from './version.ts';

type Start = Extract<ToWorker, { kind: 'start' }>;
interface Running {
  connect(port: MessagePort): void;
  stop(): Promise<void>;
}

// lib.dom and lib.webworker are compiled together; in this file `self` is the worker.
const scope = self as unknown as DedicatedWorkerGlobalScope;
const tell = (message: FromWorker): void => scope.postMessage(message);

const log: Log = {
  debug: () => undefined,
  info: (message, facts) => console.info(message, facts ?? ''),
  warn: (message, facts) => console.warn(message, facts ?? ''),
  error: (message, error, facts) => console.error(message, error, facts ?? ''),
};

/** Whom to sign in without a person: only a gateway that lets its agents in. An unreachable one is no reason to fail. */
async function openAgent({
  gateway,
  agent,
}: Start): Promise<{ gateway: string; extension?: string } | undefined> {
  try {
    const response = await http({ method: 'GET', url: `${gateway}${HTTP_PATHS.about}` });
    const about = About.parse(await response.json());
    if (about.signIn !== 'open') return undefined;
    return { gateway, ...(agent === null ? {} : { extension: agent }) };
  } catch (error) {
    log.warn('the gateway did not say who it is', { code: AppError.from(error).code });
    return undefined;
  }
}

async function run(start: Start): Promise<Running> {
  const [storage, credentials, autoSignIn] = await Promise.all([
    openWebStorage(),
    openCredentials(),
    openAgent(start),
  ]);
  const service: Service = await startService({
    ports: {
      storage,
      openSocket,
      http,
      clock: {
        now: () => Date.now(),
        after: (ms, callback) => {
          const timer = setTimeout(callback, ms);
          return { dispose: () => clearTimeout(timer) };
        },
      },
      random: { fraction: () => Math.random(), uuidv7 },
      credentials,
      log,
      device: start.device,
      clientVersion: WEB_VERSION,
    },
    ...(autoSignIn === undefined ? {} : { autoSignIn }),
  });
  const handler = new RPCHandler(service.router);
  tell({ kind: 'ready', storage: storage.kind });
  return {
    connect: (port) => {
      handler.upgrade(port);
      port.start();
    },
    stop: async () => {
      await service.stop();
      storage.release();
    },
  };
}

let running: Promise<Running> | undefined;

// The page posts nothing but ToWorker.
scope.addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  if (data.kind === 'start') {
    running = run(data);
    running.catch((error: unknown) => tell({ kind: 'failed', error: AppError.from(error).toData() }));
  } else if (data.kind === 'connect') {
    // A failed start was told once, above.
    running?.then(
      (service) => service.connect(data.port),
      () => data.port.close(),
    );
  } else {
    Promise.resolve(running)
      .then((service) => service?.stop())
      .catch((error: unknown) => log.error('the service did not stop cleanly', AppError.from(error)))
      .finally(() => tell({ kind: 'stopped' }));
  }
});
