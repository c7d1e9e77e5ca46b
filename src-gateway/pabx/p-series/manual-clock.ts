// Clocks for tests: one that stands still until `advance`, which does on the way all that falls due, and one
// that does not wait.
import type { Disposable } from '#shared/model/disposable.ts';
import type { Clock } from '#gateway/clock.ts';

interface Task {
  readonly dueAt: number;
  readonly run: () => void;
}

export class ManualClock implements Clock {
  #now: number;
  #tasks: Task[] = [];

  constructor(startAt = Date.UTC(2026, 0, 15, 12)) {
    this.#now = startAt;
  }

  now(): number {
    return this.#now;
  }

  /** How many waits are under way. */
  get waiting(): number {
    return this.#tasks.length;
  }

  after(ms: number, run: () => void): Disposable {
    const task: Task = { dueAt: this.#now + ms, run };
    this.#tasks.push(task);
    return {
      dispose: () => {
        this.#tasks = this.#tasks.filter((other) => other !== task);
      },
    };
  }

  advance(ms: number): void {
    const target = this.#now + ms;
    for (let task = this.#next(target); task !== undefined; task = this.#next(target)) {
      const due = task;
      this.#tasks = this.#tasks.filter((other) => other !== due);
      this.#now = Math.max(this.#now, due.dueAt);
      due.run();
    }
    this.#now = target;
  }

  #next(target: number): Task | undefined {
    return this.#tasks
      .filter((task) => task.dueAt <= target)
      .reduce<Task | undefined>(
        (first, task) => (first !== undefined && first.dueAt <= task.dueAt ? first : task),
        undefined,
      );
  }
}

/** Waits shorter than an exchange's time limit take no time, but are noted; the limits themselves stand. */
export class EagerClock extends ManualClock {
  readonly pauses: number[] = [];

  override after(ms: number, run: () => void): Disposable {
    if (ms >= 20_000) return super.after(ms, run);
    this.pauses.push(ms);
    const immediate = setImmediate(run);
    return { dispose: () => clearImmediate(immediate) };
  }
}
