// Values sent to whoever listens at the moment, as async iterators.

export interface Broadcast<Value> {
  send(value: Value): void;
  /** What is sent from now on, until the signal aborts or the consumer returns. */
  listen(signal: AbortSignal | undefined): AsyncGenerator<Value, void>;
}

export function createBroadcast<Value>(): Broadcast<Value> {
  const listeners = new Set<(value: Value) => void>();
  return {
    send: (value) => {
      for (const listener of listeners) listener(value);
    },
    async *listen(signal) {
      const queue: Value[] = [];
      let wake = (): void => undefined;
      const listener = (value: Value): void => {
        queue.push(value);
        wake();
      };
      const isOver = (): boolean => signal?.aborted === true;
      const onAbort = (): void => wake();
      listeners.add(listener);
      signal?.addEventListener('abort', onAbort);
      try {
        while (!isOver()) {
          const next = queue.shift();
          if (next !== undefined) yield next;
          else await new Promise<void>((resolve) => (wake = resolve));
        }
      } finally {
        listeners.delete(listener);
        signal?.removeEventListener('abort', onAbort);
      }
    },
  };
}
