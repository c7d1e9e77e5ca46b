// Who may start a session with a number of ours. The vendor's page of a channel's details ends before it names
// that field (reference 3.1, 6.3). Whatever list of extensions stands in a number's row must be it: the row has
// no other members. None or several such lists: the PABX does not tell.
import { z } from 'zod';
import { record, text } from '../wire.ts';

export type StartersReading = (did: Readonly<Record<string, unknown>>) => readonly string[] | null;

const Members = z.array(record.and(z.object({ ext_num: text })));

export const onlyMemberList: StartersReading = (did) => {
  const lists: string[][] = [];
  for (const value of Object.values(did)) {
    const members = Members.safeParse(value);
    if (members.success)
      lists.push(members.data.map((member) => member.ext_num).filter((number) => number !== ''));
  }
  return lists.length === 1 ? (lists[0] ?? null) : null;
};
