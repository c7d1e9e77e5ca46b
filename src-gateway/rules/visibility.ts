// Who sees a session (guide G4, G5, G10, G11). Pure: the mirror and the commands ask, nobody else decides.
import type { SessionRow } from '../store/sessions.ts';

/**
 * The extensions that see a session: its holder alone once it has one; else the members of the queue in which
 * it waits (or in which it ended without having been taken). A session in neither is nobody's here.
 */
export function audienceOf(
  session: Pick<SessionRow, 'holder' | 'queueId'>,
  membersOf: (queueId: string) => readonly string[],
): readonly string[] {
  if (session.holder !== null) return [session.holder];
  return session.queueId === null ? [] : membersOf(session.queueId);
}

/** True while what an agent removed stays away: nothing by the contact came since. */
export function staysRemoved(
  removedAtPosition: number | null,
  session: Pick<SessionRow, 'lastMessage' | 'lastPosition'>,
): boolean {
  if (removedAtPosition === null) return false;
  return !(session.lastMessage?.by === 'contact' && session.lastPosition > removedAtPosition);
}
