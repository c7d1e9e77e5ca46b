// Picking up. The API has no endpoint for it (reference 3.7). Handing the session over to the agent's own
// extension is the closest thing it has. In an *auto* queue this is not needed: there the first reply of a
// member takes the session, and that is an ordinary send.
import { AppError } from '#shared/model/errors.ts';
import type { PabxExtension, PabxSession } from '#gateway/pabx/pabx.ts';

/** What a pick-up strategy may do to a PABX. */
export interface PickUpMeans {
  /** The session as the extension's own list has it. */
  readonly session: (sessionId: number, seenBy: string) => Promise<PabxSession>;
  readonly transferToExtension: (sessionId: number, extensionId: number) => Promise<void>;
}

export type PickUpStrategy = (
  means: PickUpMeans,
  sessionId: number,
  extension: PabxExtension,
) => Promise<void>;

/**
 * Looks first: a transfer would take the session away from a colleague who picked it up in the vendor's own
 * client a moment ago. Taking what one holds already is done at once.
 * @throws AppError `session.alreadyPickedUp` with `by`, `session.ended`, `session.notFound`.
 */
export const transferToSelf: PickUpStrategy = async (means, sessionId, extension) => {
  const session = await means.session(sessionId, extension.number);
  if (session.isEnded) throw new AppError('session.ended', { details: { sessionId } });
  if (session.holder === extension.number) return;
  if (session.holder !== null) {
    throw new AppError('session.alreadyPickedUp', { details: { sessionId, by: session.holder } });
  }
  await means.transferToExtension(sessionId, extension.id);
};
