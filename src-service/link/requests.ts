// Commands on their way: pairs each with its answer. The gateway remembers answers by command id, so a command
// whose answer was lost is simply sent again under the same id.
import {
  COMMANDS,
  type CommandName,
  type CommandPayload,
  type CommandResult,
} from '#shared/link/commands.ts';
import type { ClientFrame } from '#shared/link/frames.ts';
import { LIMITS } from '#shared/link/limits.ts';
import { AppError, type ErrorData } from '#shared/model/errors.ts';
import type { CommandId } from '#shared/model/ids.ts';
import { parse } from '#shared/model/parse.ts';
import type { Disposable } from '#shared/model/disposable.ts';
import type { Clock } from '../ports.ts';

const ANSWER_MS = 30_000;
const WINDOW_MS = 10_000;

/** How much of the gateway's 100 commands in 10 s each kind may use up: a person's click always finds room. */
const SHARE = { live: 95, durable: 80, read: 60 } as const;
type RequestKind = keyof typeof SHARE;

interface Pending {
  readonly name: CommandName;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: AppError) => void;
  readonly timer: Disposable;
}

interface RequestsOptions {
  readonly clock: Clock;
  readonly isUp: () => boolean;
  readonly send: (frame: ClientFrame) => void;
}

export class Requests implements Disposable {
  readonly #options: RequestsOptions;
  readonly #pending = new Map<string, Pending>();
  #sentAt: number[] = [];

  constructor(options: RequestsOptions) {
    this.#options = options;
  }

  /** Milliseconds until a command of this kind may go out; 0: now. */
  waitMs(kind: RequestKind): number {
    const now = this.#options.clock.now();
    this.#sentAt = this.#sentAt.filter((at) => at > now - WINDOW_MS && at <= now);
    const room = Math.min(SHARE[kind], LIMITS.maxCommandsPer10s - 1);
    const blocking = this.#sentAt.at(-room);
    return blocking === undefined ? 0 : blocking + WINDOW_MS - now;
  }

  /**
   * Sends a command and waits for its answer.
   * @throws AppError the gateway's refusal; `command.rateLimited` when our own share is used up;
   *   `link.unreachable` when the connection or the answer was lost: it may or may not have been done.
   */
  async ask<Name extends CommandName>(
    kind: RequestKind,
    commandId: CommandId,
    name: Name,
    payload: CommandPayload<Name>,
  ): Promise<CommandResult<Name>> {
    const { clock, isUp, send } = this.#options;
    if (!isUp()) throw new AppError('command.offline');
    const retryAfterMs = this.waitMs(kind);
    if (retryAfterMs > 0) throw new AppError('command.rateLimited', { details: { retryAfterMs } });
    const answer = new Promise<unknown>((resolve, reject) => {
      const timer = clock.after(ANSWER_MS, () => {
        this.#pending.delete(commandId);
        reject(
          new AppError('link.unreachable', { message: `No answer to ${name} in ${ANSWER_MS / 1000} s.` }),
        );
      });
      // Asked again meanwhile: only the newer asking waits for the answer.
      this.#take(commandId)?.reject(new AppError('link.unreachable'));
      this.#pending.set(commandId, { name, resolve, reject, timer });
    });
    this.#sentAt.push(clock.now());
    send({ frame: 'command', commandId, name, payload });
    // The schema is the one of this very name; TypeScript cannot pair them through the table.
    const result = parse(COMMANDS[name].result, await answer, 'link.invalidFrame', `Answer to ${name}`);
    return result as CommandResult<Name>;
  }

  ack(commandId: string, result: unknown): void {
    this.#take(commandId)?.resolve(result);
  }

  nack(commandId: string, error: ErrorData): void {
    this.#take(commandId)?.reject(AppError.fromData(error));
  }

  /** The connection is gone: no answer will come for what is on its way. */
  lose(): void {
    for (const commandId of this.#pending.keys()) {
      this.#take(commandId)?.reject(new AppError('link.unreachable'));
    }
  }

  dispose(): void {
    this.lose();
  }

  #take(commandId: string): Pending | undefined {
    const pending = this.#pending.get(commandId);
    this.#pending.delete(commandId);
    pending?.timer.dispose();
    return pending;
  }
}
