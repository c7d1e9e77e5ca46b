// Time that a test drives by hand. Timers run in the order of their moments; between two of them every promise
// that can go on does, as between two turns of a real event loop.
import type { Disposable } from '#shared/model/disposable.ts';

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly callback: () => void;
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export class FakeClock {
  #now: number;
  #order = 0;
  readonly #timers = new Set<Timer>();

  constructor(start = Date.UTC(2026, 0, 5, 9)) {
    this.#now = start;
  }

  readonly now = (): number => this.#now;

  readonly after = (ms: number, callback: () => void): Disposable => {
    this.#order += 1;
    const timer: Timer = { at: this.#now + Math.max(0, ms), order: this.#order, callback };
    this.#timers.add(timer);
    return { dispose: () => void this.#timers.delete(timer) };
  };

  /** Lets `ms` pass. With 0: everything that is due now, and what follows from it at once. */
  async advance(ms = 0): Promise<void> {
    const until = this.#now + ms;
    for (;;) {
      await turn();
      const next = this.#next(until);
      if (next === undefined) break;
      this.#timers.delete(next);
      this.#now = Math.max(this.#now, next.at);
      next.callback();
    }
    this.#now = until;
  }

  #next(until: number): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of this.#timers) {
      if (timer.at > until) continue;
      const isEarlier =
        first === undefined || timer.at < first.at || (timer.at === first.at && timer.order < first.order);
      if (isEarlier) first = timer;
    }
    return first;
  }
}
