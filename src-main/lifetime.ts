import type { AsyncDisposable, Disposable } from '#shared/model/disposable.ts';
import { AppError } from '#shared/model/errors.ts';

/** What was started, ended in the opposite order, each after the one before has ended. */
export class Lifetime implements AsyncDisposable {
  readonly #parts: (Disposable | AsyncDisposable)[] = [];

  add(part: Disposable | AsyncDisposable): void {
    this.#parts.push(part);
  }

  /** One that fails does not keep the others alive. @throws AppError the first failure, when all have ended */
  async dispose(): Promise<void> {
    let failure: AppError | undefined;
    for (let part = this.#parts.pop(); part !== undefined; part = this.#parts.pop()) {
      try {
        await part.dispose();
      } catch (error) {
        failure ??= AppError.from(error);
      }
    }
    if (failure !== undefined) throw failure;
  }
}
