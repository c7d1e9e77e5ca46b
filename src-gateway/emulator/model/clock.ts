// The PABX's time. Everything in the emulator that happens later happens through a clock like this one, so
// that a test can hold time still and move it by hand, and a demo can live faster than its watcher.
// Tasks run in the order of their due time; two with the same time run in the order they were made.
import type { Disposable } from '#shared/model/disposable.ts';

interface Task {
  readonly dueAt: number;
  readonly order: number;
  readonly run: () => void;
}

const LONGEST_TIMER_MS = 2 ** 31 - 1;

export class VirtualClock implements Disposable {
  readonly #speed: number;
  readonly #onTask: () => void;
  #base: number;
  #anchor: number;
  #tasks: Task[] = [];
  #made = 0;
  #timer: NodeJS.Timeout | null = null;
  /** Due time of the task that runs right now: a task sees exactly the time it was made for. */
  #taskTime: number | null = null;

  /**
   * @param speed virtual milliseconds per real one; 0 stands still until `advance`.
   * @param onTask called after each task: something may have changed.
   */
  constructor(startAt: number, speed: number, onTask: () => void = () => undefined) {
    this.#base = startAt;
    this.#anchor = performance.now();
    this.#speed = speed;
    this.#onTask = onTask;
  }

  /** Epoch milliseconds, whole. */
  now(): number {
    if (this.#taskTime !== null) return this.#taskTime;
    return Math.floor(this.#base + (performance.now() - this.#anchor) * this.#speed);
  }

  /** Runs `run` once, `ms` of this clock from now. Disposing of the answer calls it off. */
  after(ms: number, run: () => void): Disposable {
    const task: Task = { dueAt: this.now() + Math.max(0, Math.round(ms)), order: (this.#made += 1), run };
    this.#tasks.splice(this.#placeFor(task), 0, task);
    this.#arm();
    return {
      dispose: () => {
        const index = this.#tasks.indexOf(task);
        if (index !== -1) this.#tasks.splice(index, 1);
      },
    };
  }

  /** Runs `run` again and again, `ms` apart. */
  every(ms: number, run: () => void): Disposable {
    let next: Disposable;
    const again = (): void => {
      next = this.after(ms, again);
      run();
    };
    next = this.after(ms, again);
    return { dispose: () => next.dispose() };
  }

  /** Moves time forward by `ms`, doing on the way all that falls due. */
  advance(ms: number): void {
    const target = this.now() + ms;
    this.#runUntil(target);
    this.#base = target;
    this.#anchor = performance.now();
    this.#arm();
  }

  dispose(): void {
    this.#tasks = [];
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  #placeFor(task: Task): number {
    let low = 0;
    let high = this.#tasks.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = this.#tasks[middle];
      if (other !== undefined && other.dueAt <= task.dueAt) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #runUntil(target: number): void {
    for (let task = this.#tasks[0]; task !== undefined && task.dueAt <= target; task = this.#tasks[0]) {
      this.#tasks.shift();
      this.#taskTime = task.dueAt;
      try {
        task.run();
      } finally {
        this.#taskTime = null;
      }
      this.#onTask();
    }
  }

  #arm(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const first = this.#tasks[0];
    if (first === undefined || this.#speed === 0 || this.#taskTime !== null) return;
    const delayMs = Math.min(LONGEST_TIMER_MS, Math.max(0, (first.dueAt - this.now()) / this.#speed));
    this.#timer = setTimeout(() => {
      this.#runUntil(this.now());
      this.#arm();
    }, Math.ceil(delayMs));
  }
}
