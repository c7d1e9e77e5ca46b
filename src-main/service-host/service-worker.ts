// The thread on which the local service lives: its ports on Node, a bridge on every port that main hands over.
// Started by service-host.ts only. It ends after `stop`, with the files closed.
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { RPCHandler } from '@orpc/server/message-port';
import { uuidv7 } from 'uuidv7';
import { startService } from '#service/service.ts';
import { AppError } from '#shared/model/errors.ts';
import { http } from './http.ts';
import type { FromService, LogLevel, ServiceStart, ToService } from './messages.ts';
import type { ServicePorts } from '#service/ports.ts';
import { openSocket } from './socket.ts';
import { openStorage } from './storage.ts';

if (parentPort === null) throw new Error('The service runs as a worker thread of the desktop program.');
const main: MessagePort = parentPort;
// Written by service-host.ts with this type.
const start = workerData as ServiceStart;

const tell = (message: FromService): void => main.postMessage(message);

const write =
  (level: LogLevel) =>
  (message: string, facts: Readonly<Record<string, unknown>> = {}): void =>
    tell({ kind: 'log', level, message, facts, error: null });

const log: ServicePorts['log'] = {
  debug: write('debug'),
  info: write('info'),
  warn: write('warn'),
  error: (message, error, facts = {}) => tell({ kind: 'log', level: 'error', message, facts, error }),
};

type Answer = Extract<ToService, { kind: 'credentials' }>;
const questions = new Map<number, (answer: Answer) => void>();
let lastQuestion = 0;

/** Credentials are kept by main: only it reaches the system's keyring. */
async function askMain(operation: 'read' | 'write' | 'clear', text = ''): Promise<string | undefined> {
  const id = ++lastQuestion;
  const answer = await new Promise<Answer>((resolve) => {
    questions.set(id, resolve);
    tell({ kind: 'credentials', id, operation, text });
  });
  if (answer.error !== null) throw AppError.fromData(answer.error);
  return answer.text ?? undefined;
}

const ports: ServicePorts = {
  storage: openStorage(start.dataDir, start.key),
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
  credentials: {
    read: () => askMain('read'),
    write: async (text) => {
      await askMain('write', text);
    },
    clear: async () => {
      await askMain('clear');
    },
  },
  log,
  device: start.device,
  clientVersion: start.clientVersion,
};

const starting = startService({
  ports,
  ...(start.autoSignIn === null ? {} : { autoSignIn: start.autoSignIn }),
});
const handler = starting.then((service) => new RPCHandler(service.router));

async function connect(port: MessagePort): Promise<void> {
  (await handler).upgrade(port);
  port.start();
}

async function stop(): Promise<void> {
  try {
    await (await starting).stop();
  } catch (error) {
    log.error('the service did not stop cleanly', AppError.from(error));
  }
  // Open ports of windows would keep the thread alive.
  process.exit(0);
}

// Main posts nothing but ToService.
main.on('message', (message: ToService) => {
  if (message.kind === 'connect') {
    // A failed start is told once, below.
    connect(message.port).catch(() => message.port.close());
  } else if (message.kind === 'credentials') {
    questions.get(message.id)?.(message);
    questions.delete(message.id);
  } else {
    void stop();
  }
});

starting.then(
  () => tell({ kind: 'ready' }),
  (error: unknown) => {
    tell({ kind: 'failed', error: AppError.from(error).toData() });
    main.close();
  },
);
