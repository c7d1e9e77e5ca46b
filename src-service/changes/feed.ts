// The change feed: what was committed, told once to everyone who listens. Whoever publishes has committed before.
import type { Change, ChangeBatch } from '#shared/bridge/changes.ts';
import type { Disposable } from '#shared/model/disposable.ts';

/** More pending changes than this and a slow subscriber is told to ask everything again instead. */
const MAX_PENDING = 2000;

export interface Feed {
  /** Tells everyone, in order. Nothing to tell: nothing happens. */
  publish(changes: readonly Change[]): void;
  /** Calls back with the state of the moment at once, then with each batch as it is published. */
  subscribe(listener: (batch: ChangeBatch) => void): Disposable;
  /** The same for a reader with a pace of its own: what piles up meanwhile is merged, and bounded. */
  iterate(signal: AbortSignal | undefined): AsyncGenerator<ChangeBatch, void>;
  /** Ends every iterator. */
  close(): void;
}

/** Changes with the same key replace each other: each tells the whole state of one thing. */
function keyOf(change: Change, unique: () => string): string {
  switch (change.kind) {
    case 'session':
      return `session:${change.row.id}`;
    case 'sessionGone':
      return `session:${change.sessionId}`;
    case 'message':
      return `message:${change.row.id}`;
    case 'messageGone':
      return `message:${change.messageId}`;
    case 'thread':
      return `thread:${change.sessionId}`;
    case 'directory':
      return `directory:${change.what}`;
    case 'call':
      return `call:${change.call.id}`;
    case 'file':
      return `file:${change.fileId}`;
    case 'activity':
      return `activity:${change.event.sessionId}:${change.event.extension}`;
    case 'command':
      return `command:${change.commandId}`;
    case 'attention':
    case 'backlog':
      return unique();
    case 'counts':
    case 'link':
    case 'account':
    case 'outbox':
      return change.kind;
    case 'reset':
      return `reset:${change.reason}`;
  }
}

/** What a reset does not bring back: outcomes of commands and calls for attention. */
const isOnceOnly = ({ kind }: Change): boolean =>
  kind === 'command' || kind === 'attention' || kind === 'backlog';

export function createFeed(stateOfTheMoment: () => Change[]): Feed {
  const listeners = new Set<(changes: readonly Change[]) => void>();
  const enders = new Set<() => void>();

  function subscribe(listener: (batch: ChangeBatch) => void): Disposable {
    let revision = 0;
    const tell = (changes: readonly Change[]): void => {
      revision += 1;
      listener({ revision, changes: [...changes] });
    };
    tell(stateOfTheMoment());
    listeners.add(tell);
    return { dispose: () => void listeners.delete(tell) };
  }

  async function* iterate(signal: AbortSignal | undefined): AsyncGenerator<ChangeBatch, void> {
    let pending = new Map<string, Change>();
    let wake: (() => void) | undefined;
    let ended = signal?.aborted ?? false;
    let serial = 0;
    const unique = (): string => `#${(serial += 1)}`;
    const add = (changes: readonly Change[]): void => {
      for (const change of changes) {
        const key = keyOf(change, unique);
        pending.delete(key); // set anew at the end, so that order is the order of the last word
        pending.set(key, change);
      }
    };
    const isEnded = (): boolean => ended;
    const isIdle = (): boolean => pending.size === 0 && !ended;
    const end = (): void => {
      ended = true;
      wake?.();
    };
    const subscription = subscribe(({ changes }) => {
      add(changes);
      if (pending.size > MAX_PENDING) {
        const kept = [...pending.values()].filter(isOnceOnly).slice(-MAX_PENDING / 2);
        pending = new Map();
        add([{ kind: 'reset', reason: 'snapshot' }, ...stateOfTheMoment(), ...kept]);
      }
      wake?.();
    });
    enders.add(end);
    signal?.addEventListener('abort', end, { once: true });
    try {
      for (let revision = 1; ; revision += 1) {
        while (isIdle()) await new Promise<void>((resolve) => (wake = resolve));
        if (isEnded()) return;
        const changes = [...pending.values()];
        pending = new Map();
        yield { revision, changes };
      }
    } finally {
      subscription.dispose();
      enders.delete(end);
      signal?.removeEventListener('abort', end);
    }
  }

  return {
    publish(changes) {
      if (changes.length === 0) return;
      for (const listener of listeners) listener(changes);
    },
    subscribe,
    iterate,
    close() {
      for (const end of enders) end();
    },
  };
}
