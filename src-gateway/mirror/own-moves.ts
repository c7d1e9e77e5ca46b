// Gives the PABX's lines back their author. What Lynk asks for a session, the PABX writes down as done by "API",
// and a pick-up as a transfer, because it has no call for one. Each such order is remembered until its line
// comes; the line is then stored as what it was and by whom, the same for everybody and for every later reading.
import type { SystemLine } from '#shared/model/message.ts';
import type { Clock } from '../clock.ts';
import type { PabxMessage } from '../pabx/pabx.ts';
import type { MoveRow } from '../store/moves.ts';
import type { SessionRow } from '../store/sessions.ts';
import type { Store } from '../store/store.ts';
import type { Directory } from './directory.ts';

export interface OwnMove {
  /** Inside a transaction: the PABX refused, no line will come. */
  forget(): void;
  /** The line, if the PABX writes one, lies before this position. */
  liesBefore(position: number): void;
}

export interface OwnMoves {
  /** Inside the transaction of the order: its line will come. */
  expect(session: SessionRow, move: Pick<MoveRow, 'kind' | 'extension' | 'target'>): OwnMove;
  /** Inside a transaction: a message new to us; as it was told, or, where it is the line of a move, as it was. */
  signed(sessionId: string, message: PabxMessage): PabxMessage;
  /** Forgets orders whose line never came. */
  prune(): void;
}

/** The lines with which the PABX may answer each order. */
const LINES = {
  pickUp: ['transferredToAgent', 'pickedUp'],
  toAgent: ['transferredToAgent'],
  toQueue: ['transferredToQueue'],
  toPlatform: ['transferredToPlatform'],
  end: ['ended'],
} satisfies Record<MoveRow['kind'], readonly SystemLine['event'][]>;

const KEPT_MS = 24 * 60 * 60 * 1000;

export function createOwnMoves(parts: {
  readonly store: Store;
  readonly directory: Directory;
  readonly clock: Clock;
}): OwnMoves {
  const { store, directory, clock } = parts;

  const isCalled = (extension: string, name: string): boolean =>
    name === extension || name === directory.nameOf(extension);
  const isAgent = (name: string): boolean => directory.all('agent').some(({ id }) => isCalled(id, name));

  const isLineOf = (line: SystemLine, position: number, move: MoveRow): boolean => {
    if (position <= move.afterPosition || position >= (move.beforePosition ?? Infinity)) return false;
    const events: readonly SystemLine['event'][] = LINES[move.kind];
    if (!events.includes(line.event)) return false;
    // A colleague's own doing in a vendor's client.
    if (line.by !== null && isAgent(line.by) && !isCalled(move.extension, line.by)) return false;
    return line.to === null || move.target === null || isCalled(move.target, line.to);
  };

  return {
    expect(session, move) {
      const { id: sessionId, lastPosition: afterPosition } = session;
      const id = store.moves.add({ ...move, sessionId, afterPosition, at: clock.now() });
      return {
        forget: () => store.moves.remove(id),
        liesBefore: (position) => store.moves.setBefore(id, position),
      };
    },
    signed(sessionId, message) {
      const line = message.system;
      if (line === null) return message;
      const expected = store.moves.ofSession(sessionId);
      const move = expected.find((candidate) => isLineOf(line, message.id, candidate));
      if (!move) return message;
      store.moves.removeUpTo(sessionId, move.id);
      const by = directory.nameOf(move.extension);
      const system: SystemLine =
        move.kind === 'pickUp' ? { event: 'pickedUp', by, to: null, durationMs: null } : { ...line, by };
      return { ...message, system };
    },
    prune: () => store.moves.expire(clock.now() - KEPT_MS),
  };
}
