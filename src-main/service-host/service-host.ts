// Main's side of the service's thread: starts it, starts it again when it dies, hands it a port for everybody who
// wants to speak to the service. Who holds a port of a thread that died sees it close, and asks for a new one.
import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads';
import type { AsyncDisposable, Disposable } from '#shared/model/disposable.ts';
import { AppError } from '#shared/model/errors.ts';
import type { Log } from '../log.ts';
import type { CredentialFile } from '../secrets/credential-file.ts';
import type { FromService, ServiceStart, ToService } from './messages.ts';

const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 30_000;
/** A thread that lived this long was healthy: the next crash is a first one again. */
const HEALTHY_MS = 60_000;
/** Longer than any drain; after it the thread is ended, and its files recover at the next start. */
const STOP_MS = 8000;

/** How long to wait before the thread is started again after `crashes` crashes in a row. */
export function restartDelay(crashes: number): number {
  return Math.min(FIRST_DELAY_MS * 2 ** Math.max(0, crashes - 1), LONGEST_DELAY_MS);
}

export interface ServiceHostOptions {
  /** The built service-worker. */
  readonly worker: string | URL;
  readonly start: ServiceStart;
  readonly credentials: CredentialFile;
  readonly log: Log;
}

export class ServiceHost implements AsyncDisposable {
  readonly #options: ServiceHostOptions;
  readonly #restartListeners = new Set<() => void>();
  #worker: Worker | undefined;
  /** Ports asked for while no thread runs. */
  #waiting: MessagePort[] = [];
  #crashes = 0;
  #timer: NodeJS.Timeout | undefined;
  #isStopping = false;
  /** A first start that fails is the caller's to tell; only what once ran is started again. */
  #hasStarted = false;

  constructor(options: ServiceHostOptions) {
    this.#options = options;
  }

  /** Starts the thread; resolves when the service answers. @throws AppError why it could not start */
  async start(): Promise<void> {
    await this.#launch();
  }

  /** A new port to the service, valid until the thread ends. May be called before `start` is through. */
  connect(): MessagePort {
    const { port1, port2 } = new MessageChannel();
    if (this.#worker === undefined) this.#waiting.push(port2);
    else this.#tell({ kind: 'connect', port: port2 }, [port2]);
    return port1;
  }

  /** Called each time the thread was started again after a crash. */
  onRestart(listener: () => void): Disposable {
    this.#restartListeners.add(listener);
    return { dispose: () => void this.#restartListeners.delete(listener) };
  }

  /** Lets the service drain and close its files, then ends the thread. */
  async dispose(): Promise<void> {
    this.#isStopping = true;
    clearTimeout(this.#timer);
    const worker = this.#worker;
    if (worker === undefined) return;
    const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
    this.#tell({ kind: 'stop' });
    const timer = setTimeout(() => {
      this.#options.log.warn('the service did not stop in time and was ended');
      void worker.terminate();
    }, STOP_MS);
    await exited;
    clearTimeout(timer);
  }

  #tell(message: ToService, transfer: MessagePort[] = []): void {
    this.#worker?.postMessage(message, transfer);
  }

  #launch(): Promise<void> {
    const startedAt = Date.now();
    const worker = new Worker(this.#options.worker, {
      workerData: this.#options.start,
      name: 'lynk-service',
    });
    this.#worker = worker;
    for (const port of this.#waiting.splice(0)) this.#tell({ kind: 'connect', port }, [port]);
    return new Promise<void>((resolve, reject) => {
      let failure: AppError | undefined;
      // The thread posts nothing but FromService.
      worker.on('message', (message: FromService) => {
        if (message.kind === 'ready') resolve();
        else if (message.kind === 'failed') failure = AppError.fromData(message.error);
        else if (message.kind === 'log') this.#write(message);
        else void this.#answer(message);
      });
      worker.on('error', (error) => {
        failure ??= AppError.from(error);
        this.#options.log.error('the service crashed', failure);
      });
      worker.once('exit', (code) => {
        this.#worker = undefined;
        reject(
          failure ?? new AppError('internal.unexpected', { message: `The service ended with code ${code}.` }),
        );
        if (!this.#isStopping && this.#hasStarted) this.#relaunchLater(startedAt);
      });
    }).then(() => {
      this.#hasStarted = true;
    });
  }

  #relaunchLater(startedAt: number): void {
    this.#crashes = Date.now() - startedAt > HEALTHY_MS ? 1 : this.#crashes + 1;
    const delay = restartDelay(this.#crashes);
    this.#options.log.warn('the service is started again', { delay, crashes: this.#crashes });
    this.#timer = setTimeout(() => {
      this.#launch().then(
        () => this.#restartListeners.forEach((listener) => listener()),
        (error: unknown) => this.#options.log.error('the service did not start again', AppError.from(error)),
      );
    }, delay);
  }

  #write({ level, message, facts, error }: Extract<FromService, { kind: 'log' }>): void {
    const { log } = this.#options;
    if (level === 'error') log.error(message, error ?? new Error(message), facts);
    else log[level](message, facts);
  }

  async #answer({ id, operation, text }: Extract<FromService, { kind: 'credentials' }>): Promise<void> {
    const { credentials } = this.#options;
    try {
      const found = operation === 'read' ? await credentials.read() : undefined;
      if (operation === 'write') await credentials.write(text);
      if (operation === 'clear') await credentials.clear();
      this.#tell({ kind: 'credentials', id, text: found ?? null, error: null });
    } catch (error) {
      this.#tell({ kind: 'credentials', id, text: null, error: AppError.from(error).toData() });
    }
  }
}
