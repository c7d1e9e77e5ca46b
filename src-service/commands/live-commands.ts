// Commands that make sense only now (pick up, transfer, end, dial): never stored, never shown as done before the
// event comes, over after ten seconds. A connection that is replaced meanwhile has them sent again, same id.
import type { Change } from '#shared/bridge/changes.ts';
import type { LinkState } from '#shared/bridge/rows.ts';
import type { COMMANDS, CommandName, CommandPayload } from '#shared/link/commands.ts';
import type { CommandId } from '#shared/model/ids.ts';
import type { Disposable } from '#shared/model/disposable.ts';
import { AppError } from '#shared/model/errors.ts';
import type { Requests } from '../link/requests.ts';
import type { Clock } from '../ports.ts';

const LIVE_COMMAND_MS = 10_000;

export type LiveName = {
  [Name in CommandName]: (typeof COMMANDS)[Name]['nature'] extends 'live' ? Name : never;
}[CommandName];

interface Waiting {
  readonly name: LiveName;
  readonly payload: CommandPayload<LiveName>;
  readonly expiry: Disposable;
  wasSent: boolean;
}

interface LiveCommandsOptions {
  readonly clock: Clock;
  readonly requests: Requests;
  readonly isUp: () => boolean;
  readonly linkState: () => LinkState['state'];
  readonly publish: (changes: readonly Change[]) => void;
}

export class LiveCommands implements Disposable {
  readonly #options: LiveCommandsOptions;
  readonly #waiting = new Map<CommandId, Waiting>();

  constructor(options: LiveCommandsOptions) {
    this.#options = options;
  }

  /** Sends now or, while the link is being made, as soon as it stands. The outcome is a `command` change. */
  issue<Name extends LiveName>(commandId: CommandId, name: Name, payload: CommandPayload<Name>): void {
    const { clock, linkState } = this.#options;
    const state = linkState();
    const isHopeless = state === 'offline' || state === 'refused' || state === 'signedOut';
    const expiry = isHopeless
      ? // Not in this very turn: whoever asked is told that it was accepted before they hear how it ended.
        clock.after(0, () => this.#end(commandId, null, new AppError('command.offline')))
      : clock.after(LIVE_COMMAND_MS, () => this.#expire(commandId));
    this.#waiting.set(commandId, { name, payload, expiry, wasSent: false });
    if (!isHopeless) void this.#send(commandId);
  }

  /** A connection stands: what waits or was lost goes out (again). */
  resend(): void {
    for (const commandId of this.#waiting.keys()) void this.#send(commandId);
  }

  dispose(): void {
    for (const { expiry } of this.#waiting.values()) expiry.dispose();
    this.#waiting.clear();
  }

  async #send(commandId: CommandId): Promise<void> {
    const waiting = this.#waiting.get(commandId);
    if (waiting === undefined || !this.#options.isUp()) return;
    waiting.wasSent = true;
    try {
      const { name, payload } = waiting;
      this.#end(commandId, await this.#options.requests.ask('live', commandId, name, payload), null);
    } catch (cause) {
      const error = AppError.from(cause);
      // The next connection sends it again; when none comes in time, it expires.
      if (error.code !== 'link.unreachable' && error.code !== 'command.offline')
        this.#end(commandId, null, error);
    }
  }

  #expire(commandId: CommandId): void {
    const wasSent = this.#waiting.get(commandId)?.wasSent ?? false;
    const error = wasSent
      ? new AppError('command.expired', {
          message: 'No answer came in time. Look at the session before you repeat it.',
        })
      : new AppError('command.offline');
    this.#end(commandId, null, error);
  }

  #end(commandId: CommandId, result: unknown, error: AppError | null): void {
    const waiting = this.#waiting.get(commandId);
    if (waiting === undefined) return;
    waiting.expiry.dispose();
    this.#waiting.delete(commandId);
    this.#options.publish([{ kind: 'command', commandId, result, error: error?.toData() ?? null }]);
  }
}
