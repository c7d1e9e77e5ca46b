// The link to the gateway as a state machine: keeps one connection alive, makes the next one before it lets go of
// a leaving one, waits between tries, and says how it stands in words that a person understands.
//
//   connecting ──welcome──► catchingUp ──caughtUp──► live
//        ▲                        │ down                │ down
//        └──── offline (waits, tries again) ◄───────────┘        refused: somebody must act
import type { LinkState } from '#shared/bridge/rows.ts';
import type { ClientFrame } from '#shared/link/frames.ts';
import type { AppError } from '#shared/model/errors.ts';
import type { Disposable } from '#shared/model/disposable.ts';
import { Backoff, BACKOFF } from './backoff.ts';
import {
  Connection,
  type ConnectionOptions,
  type DataFrame,
  type Down,
  type WelcomeFrame,
} from './connection.ts';

interface LinkHandlers {
  /** A connection is welcomed; whatever was on its way on the one before may be lost. */
  onWelcome(frame: WelcomeFrame): void;
  onData(frame: DataFrame): void;
  /** There is no connection now. */
  onDown(error: AppError): void;
  onState(state: LinkState): void;
}

export class Link implements Disposable {
  readonly #options: ConnectionOptions;
  readonly #handlers: LinkHandlers;
  readonly #backoff: Backoff;
  #current: Connection | null = null;
  /** The next connection, while the current one is still good for a moment (`goingAway`). */
  #successor: Connection | null = null;
  #waiting: Disposable | null = null;
  #health: Disposable | null = null;
  #state: LinkState;
  #isDisposed = false;

  constructor(options: ConnectionOptions, handlers: LinkHandlers) {
    this.#options = options;
    this.#handlers = handlers;
    this.#backoff = new Backoff(options.random);
    this.#state = { state: 'connecting', since: options.clock.now(), retryAt: null, error: null };
  }

  get state(): LinkState {
    return this.#state;
  }

  /** True when frames can be sent. */
  get isUp(): boolean {
    return this.#current?.isWelcomed ?? false;
  }

  start(): void {
    this.#open();
  }

  /** Frames that find no connection are dropped: whoever sends asks `isUp` first or hears of `onDown`. */
  send(frame: ClientFrame): void {
    if (this.isUp) this.#current?.send(frame);
  }

  /** The stream is at its head: what comes from now on is live. */
  caughtUp(): void {
    this.#setState('live');
    this.#health?.dispose();
    this.#health = this.#options.clock.after(BACKOFF.healthyAfterMs, () => this.#backoff.reset());
  }

  /** The stream cannot go on as it is (a gap, an event to be read anew): connect again and resume. */
  resume(error: AppError): void {
    this.#current?.fail(error);
  }

  /** Woke up, the network is back, a person pressed the button: find out at once. */
  retry(): void {
    if (this.#isDisposed) return;
    if (this.#current === null) {
      this.#backoff.reset();
      this.#open();
    } else this.#current.probe();
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#waiting?.dispose();
    this.#health?.dispose();
    this.#successor?.dispose();
    this.#current?.dispose();
    this.#current = null;
    this.#successor = null;
  }

  #open(): void {
    this.#waiting?.dispose();
    this.#waiting = null;
    if (this.#state.state === 'offline') this.#setState('offline', this.#state.error, null);
    else this.#setState('connecting');
    const connection: Connection = new Connection(this.#options, {
      onWelcome: (frame) => this.#welcomed(frame),
      onData: (frame) => this.#handlers.onData(frame),
      onGoingAway: () => this.#replace(connection),
      onDown: (down) => this.#down(down),
    });
    this.#current = connection;
  }

  #welcomed(frame: WelcomeFrame): void {
    this.#setState('catchingUp');
    this.#handlers.onWelcome(frame);
  }

  /** Make before break: the old connection serves until the new one is welcomed. */
  #replace(leaving: Connection): void {
    if (this.#successor !== null || this.#current !== leaving || this.#isDisposed) return;
    const successor: Connection = new Connection(this.#options, {
      onWelcome: (frame) => {
        this.#successor = null;
        if (this.#current !== successor) this.#current?.dispose();
        this.#current = successor;
        this.#welcomed(frame);
      },
      onData: (frame) => {
        if (this.#current === successor) this.#handlers.onData(frame);
      },
      onGoingAway: () => this.#replace(successor),
      onDown: (down) => {
        if (this.#current === successor) this.#down(down);
        else this.#successorFailed(leaving);
      },
    });
    this.#successor = successor;
  }

  /** The new gateway is not there yet: try again while the old connection still serves. */
  #successorFailed(leaving: Connection): void {
    this.#successor = null;
    this.#waiting?.dispose();
    this.#waiting = this.#options.clock.after(this.#backoff.next(), () => {
      this.#waiting = null;
      this.#replace(leaving);
    });
  }

  #down(down: Down): void {
    this.#health?.dispose();
    this.#current = null;
    if (this.#isDisposed) return;
    this.#handlers.onDown(down.error);
    if (this.#successor !== null) {
      // Already on its way: it becomes the connection, as if it had been opened now.
      this.#current = this.#successor;
      this.#successor = null;
      this.#setState('offline', down.error.toData(), null);
      return;
    }
    if (down.action !== 'resume') {
      this.#setState('refused', down.error.toData(), null);
      return;
    }
    const delay = Math.max(down.retryAfterMs, this.#backoff.next());
    this.#setState('offline', down.error.toData(), this.#options.clock.now() + delay);
    this.#waiting?.dispose();
    this.#waiting = this.#options.clock.after(delay, () => this.#open());
  }

  #setState(
    state: LinkState['state'],
    error: LinkState['error'] = null,
    retryAt: LinkState['retryAt'] = null,
  ): void {
    const since = state === this.#state.state ? this.#state.since : this.#options.clock.now();
    this.#state = { state, since, retryAt, error };
    this.#handlers.onState(this.#state);
  }
}
