// Sessions: lists per user, details, and what can be done to them (reference 3.3).
import { z } from 'zod';
import { archive, close, removeFor, transfer, unarchive } from '../messaging.ts';
import type { Destination, Session } from '../model/entities.ts';
import { PabxRefusal } from '../model/errcodes.ts';
import { sessionDetailShape, sessionInfoShape } from '../shapes.ts';
import { extensionByNumber, isVisibleTo, PLATFORM, sessionById, type World } from '../world.ts';
import { contains, get, idList, positive, post, type Routes } from './route.ts';

const userType = z.coerce.number().pipe(z.union([z.literal(1), z.literal(9)]));
const user = z.object({ user_type: userType, user_no: z.string().default('') });
/** 0, 1 or 2. Left out it is 0, as the vendor's zero values suggest (our reading). */
const flag = z.coerce
  .number()
  .pipe(z.union([z.literal(0), z.literal(1), z.literal(2)]))
  .default(0);

const listQuery = user.extend({
  page_size: positive,
  collection: z.enum(['', 'campaign', 'all']).default(''),
  first_msg_id: z.coerce.number().int().nonnegative().optional(),
  is_archived: flag,
  is_closed: flag,
  is_pickup: flag,
});

/** Whether a flag of the order "0 no, 1 yes, 2 all" lets `is` pass. */
const passes = (wanted: 0 | 1 | 2, is: boolean): boolean => wanted === 2 || is === (wanted === 1);

function list(world: World, input: z.output<typeof listQuery>, searched: string): object {
  const { user_no: userNo, user_type: type } = input;
  const extension = type === 1 ? extensionByNumber(world, userNo) : null;
  const matches = (session: Session): boolean => {
    const isTheirs = extension === null ? session.isWithPlatform : isVisibleTo(world, session, extension);
    if (!isTheirs) return false;
    if (input.collection !== 'all' && (session.origin === 'campaign') !== (input.collection === 'campaign')) {
      return false;
    }
    const isArchived = session.isClosed || session.archivedBy.includes(userNo);
    // is_pickup counts otherwise than the two others: 0 all, 1 picked up, 2 not picked up.
    const isPickedUp = session.holderId !== 0;
    return (
      passes(input.is_archived, isArchived) &&
      passes(input.is_closed, session.isClosed) &&
      (input.is_pickup === 0 || isPickedUp === (input.is_pickup === 1)) &&
      (searched === '' || speaksOf(world, session, searched))
    );
  };
  const cursor = input.first_msg_id ?? 0;
  const sessions = world.book.page(cursor === 0 ? null : cursor, input.page_size, matches);
  return { list: sessions.map((session) => sessionInfoShape(world, session, userNo)) };
}

/** What a search looks at is not documented: name, number and what was said since the start, here. */
function speaksOf(world: World, session: Session, searched: string): boolean {
  return (
    contains(session.to.username, searched) ||
    contains(session.to.userNo, searched) ||
    world.book.stored(session.id).some((message) => contains(message.body, searched))
  );
}

const transferBody = z.object({
  session_id: positive,
  destination_type: z.enum(['extension', 'queue', 'api']),
  destination_id: z.coerce.number().int().nonnegative().default(0),
});

function destinationOf(input: z.output<typeof transferBody>): Destination {
  if (input.destination_type === 'api') return { type: 'api', id: 0 };
  if (input.destination_id === 0) throw new PabxRefusal(40002, 'destination_id is missing');
  return { type: input.destination_type, id: input.destination_id };
}

const userBody = user.extend({ session_id: positive });

export const SESSION_ROUTES: Routes = {
  'message_session/list': get(listQuery, (world, input) => list(world, input, '')),
  'message_session/search': get(listQuery.extend({ search_value: z.string() }), (world, input) =>
    list(world, input, input.search_value),
  ),
  // One object, although the key is `list`.
  'message_session/get': get(z.object({ id: positive }), (world, { id }) => ({
    list: sessionDetailShape(world, sessionById(world, id)),
  })),
  'message_session/query': get(z.object({ ids: idList }), (world, { ids }) => ({
    list: ids.map((id) => sessionDetailShape(world, sessionById(world, id))),
  })),
  'message_session/transfer': post(transferBody, (world, input) => {
    transfer(world, sessionById(world, input.session_id), destinationOf(input), PLATFORM);
    return {};
  }),
  'message_session/close': post(z.object({ session_id: positive }), (world, input) => {
    close(world, sessionById(world, input.session_id), PLATFORM);
    return {};
  }),
  'message_session/archive': post(userBody, (world, input) => {
    archive(sessionById(world, input.session_id), input.user_no);
    return {};
  }),
  'message_session/unarchive': post(userBody, (world, input) => {
    unarchive(sessionById(world, input.session_id), input.user_no);
    return {};
  }),
  // A deletion by GET, for one user.
  'message_session/delete': get(userBody, (world, input) => {
    removeFor(sessionById(world, input.session_id), input.user_no);
    return {};
  }),
};
