// Who may do what with a session, and what is said when they may not. Every function gives null (go on) or the
// refusal as a value; the commands turn it into a nack.
import type { TransferTarget } from '#shared/link/commands.ts';
import { AppError } from '#shared/model/errors.ts';
import type { PickUpMode } from '#shared/model/directory.ts';
import type { SessionRow } from '../store/sessions.ts';

export type SessionAction = 'end' | 'transfer' | 'archive' | 'remove' | 'send' | 'read';

/** `transfer` and `end` change what others see, so they ask for an open session; the rest is the agent's own. */
export function refuseAction(
  action: SessionAction,
  session: Pick<SessionRow, 'state'>,
  isVisible: boolean,
): AppError | null {
  if (!isVisible) return new AppError('session.notVisible');
  if (session.state === 'ended' && (action === 'transfer' || action === 'send')) {
    return new AppError('session.ended');
  }
  return null;
}

/**
 * Why `extension` cannot pick a session up; null when they may try (or hold it already). The race itself is
 * settled by the store's one atomic step. `isKnownTo`: the agent sees it or saw it, so that a loser may be told
 * who won, and a stranger nothing.
 */
export function refusePickUp(
  session: Pick<SessionRow, 'state' | 'holder' | 'queueId'>,
  mode: PickUpMode | null,
  extension: string,
  isKnownTo: boolean,
  nameOf: (extension: string) => string,
): AppError | null {
  if (!isKnownTo) return new AppError('session.notVisible');
  if (session.state === 'ended') return new AppError('session.ended');
  if (session.holder === extension) return null;
  if (session.holder !== null) return alreadyPickedUp(nameOf(session.holder));
  if (session.queueId === null || mode === null) return new AppError('session.notWaiting');
  return mode === 'none' ? new AppError('session.pickUpDisabled') : null;
}

/** What the loser of a race is told. */
export function alreadyPickedUp(by: string): AppError {
  return new AppError('session.alreadyPickedUp', {
    message: `${by} picked this session up first.`,
    details: { by },
  });
}

/** Why a session cannot go where the agent wants it to go. */
export function refuseTransfer(
  to: TransferTarget,
  extension: string,
  known: {
    readonly agent: (extension: string) => boolean;
    readonly queue: (id: string) => boolean;
    readonly platform: boolean;
  },
): AppError | null {
  if (to.kind === 'agent') {
    if (to.extension === extension) {
      return new AppError('session.transferTargetUnknown', {
        message: 'The session is yours already. Choose another colleague or a queue.',
      });
    }
    return known.agent(to.extension) ? null : new AppError('session.transferTargetUnknown');
  }
  if (to.kind === 'queue') {
    return known.queue(to.queueId) ? null : new AppError('session.transferTargetUnknown');
  }
  return known.platform ? null : new AppError('pabx.functionOff');
}
