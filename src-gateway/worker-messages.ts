// What the program and its two worker threads say to each other: one start with options, one `ready` or
// `failed`, one `stop`, one `stopped`.
import { parentPort, workerData, type Worker } from 'node:worker_threads';
import { z } from 'zod';
import { AppError, ErrorData } from '#shared/model/errors.ts';

export const WorkerReport = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready'), facts: z.unknown() }),
  z.object({ kind: z.literal('failed'), error: ErrorData }),
  z.object({ kind: z.literal('stopped') }),
]);
export type WorkerReport = z.infer<typeof WorkerReport>;

/** In a worker: starts what the thread is for, reports it, and ends it when the program says so. */
export async function serveAsWorker(
  start: (options: unknown) => Promise<{ facts: unknown; stop: () => Promise<void> }>,
): Promise<void> {
  const report = (value: WorkerReport) => parentPort?.postMessage(value);
  try {
    const { facts, stop } = await start(workerData);
    parentPort?.once('message', () => {
      void stop().finally(() => {
        report({ kind: 'stopped' });
        parentPort?.close();
      });
    });
    report({ kind: 'ready', facts });
  } catch (error) {
    report({ kind: 'failed', error: AppError.from(error).toData() });
  }
}

/** In the program: what a worker reported when it was ready. @throws AppError what the worker failed with. */
export function whenReady(worker: Worker): Promise<unknown> {
  return new Promise((resolve, reject) => {
    worker.once('error', (error) => reject(AppError.from(error)));
    worker.once('exit', () =>
      reject(new AppError('gateway.internal', { message: 'A worker ended at once.' })),
    );
    worker.once('message', (value: unknown) => {
      const report = WorkerReport.parse(value);
      if (report.kind === 'ready') resolve(report.facts);
      else
        reject(report.kind === 'failed' ? AppError.fromData(report.error) : new AppError('gateway.internal'));
    });
  });
}

/** What Node gives a thread that has ended as its id. */
const ENDED = -1;

/** Asks a worker to end and waits; one that does not within `ms` is ended. Ending twice is harmless. */
export async function stopWorker(worker: Worker, ms: number): Promise<void> {
  if (worker.threadId === ENDED) return;
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  const timer = setTimeout(() => void worker.terminate(), ms);
  // Everything is closed by then; what timers of libraries remain would only keep the thread.
  worker.on('message', (value: unknown) => {
    if (WorkerReport.safeParse(value).data?.kind === 'stopped') void worker.terminate();
  });
  worker.postMessage('stop');
  await ended;
  clearTimeout(timer);
}
