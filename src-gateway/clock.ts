// Time as the gateway and its connectors know it: a port, so that tests move it by hand and nothing sleeps.
import type { Disposable } from '#shared/model/disposable.ts';

export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Calls back once after `ms`; disposing before that cancels. */
  after(ms: number, callback: () => void): Disposable;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, ms);
    // A pending timer is no reason for the process to stay.
    timer.unref();
    return { dispose: () => clearTimeout(timer) };
  },
};

/** Calls back each `ms` from now on until disposed; a slow callback never overlaps with itself. */
export function every(clock: Clock, ms: number, callback: () => void | Promise<void>): Disposable {
  let isOver = false;
  let next: Disposable | undefined;
  const arm = () => {
    if (!isOver) next = clock.after(ms, () => void run());
  };
  const run = async () => {
    try {
      await callback();
    } finally {
      arm();
    }
  };
  arm();
  return {
    dispose() {
      isOver = true;
      next?.dispose();
    },
  };
}

/** Resolves after `ms`; rejects with the signal's reason as soon as it is aborted. */
export function pause(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason as Error);
    const abort = (): void => {
      timer.dispose();
      reject(signal.reason as Error);
    };
    const timer = clock.after(ms, () => {
      signal.removeEventListener('abort', abort);
      resolve();
    });
    signal.addEventListener('abort', abort, { once: true });
  });
}
