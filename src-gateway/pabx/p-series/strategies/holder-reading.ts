// Who holds a session. `pickup_member_id` is documented by nobody: it may be the row of the queue's member or
// the extension's internal id. `from`, where it names an extension, says it in plain words and goes first.
import type { PabxExtension, PabxQueue } from '#gateway/pabx/pabx.ts';

export interface HolderFacts {
  readonly queueId: number;
  readonly pickUpMemberId: number;
  /** The internal side, as the session list tells it; `userType` 1 is an extension. */
  readonly from: { readonly number: string; readonly userType: number };
}

/** `unknown`: somebody holds it, but the directory at hand does not know whom the PABX means. */
export type HolderReading = (
  facts: HolderFacts,
  directory: { readonly queues: readonly PabxQueue[]; readonly extensions: readonly PabxExtension[] },
) => { readonly holder: string | null } | 'unknown';

export const fromThenMember: HolderReading = (facts, directory) => {
  const isWaiting = facts.queueId !== 0 && facts.pickUpMemberId === 0;
  if (isWaiting) return { holder: null };
  if (facts.from.userType === 1 && facts.from.number !== '') return { holder: facts.from.number };
  if (facts.pickUpMemberId === 0) return { holder: null };
  const queue = directory.queues.find((candidate) => candidate.id === facts.queueId);
  const member = queue?.members.find((candidate) => candidate.memberId === facts.pickUpMemberId);
  if (member !== undefined) return { holder: member.number };
  const extension = directory.extensions.find((candidate) => candidate.id === facts.pickUpMemberId);
  return extension === undefined ? 'unknown' : { holder: extension.number };
};
