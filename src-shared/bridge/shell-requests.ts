// What the place around the window asks of it (`shell.requests`), for both hosts. A request made while no window
// listens (it still loads, or was just made by a click on a notification) waits for the next one that does.
import type { ShellRequest } from './shell-contract.ts';

/** More than a person can have clicked; older ones are dropped. */
const MAX_WAITING = 16;

export class ShellRequests {
  readonly #listeners = new Set<(request: ShellRequest) => void>();
  #waiting: ShellRequest[] = [];

  publish(request: ShellRequest): void {
    if (this.#listeners.size === 0) {
      this.#waiting = [...this.#waiting, request].slice(-MAX_WAITING);
      return;
    }
    for (const listener of this.#listeners) listener(request);
  }

  /** `first`, then what waited, then what comes, until `signal` aborts or the reader leaves. */
  async *read(
    signal: AbortSignal | undefined,
    first: readonly ShellRequest[] = [],
  ): AsyncGenerator<ShellRequest, void, void> {
    const queue = [...first, ...this.#waiting];
    this.#waiting = [];
    let wake = (): void => undefined;
    const listener = (request: ShellRequest): void => {
      queue.push(request);
      wake();
    };
    const onAbort = (): void => wake();
    this.#listeners.add(listener);
    signal?.addEventListener('abort', onAbort);
    try {
      for (;;) {
        if (signal?.aborted === true) return;
        const request = queue.shift();
        if (request !== undefined) yield request;
        else await new Promise<void>((resolve) => (wake = resolve));
      }
    } finally {
      this.#listeners.delete(listener);
      signal?.removeEventListener('abort', onAbort);
    }
  }
}
