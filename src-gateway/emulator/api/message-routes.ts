// History, sending and files (reference 3.4 to 3.6). An answer of `message/send` means accepted, no more.
import { z } from 'zod';
import { agentWrites, openSession, type ToContact } from '../messaging.ts';
import type { Party, Session, StoredFile } from '../model/entities.ts';
import { USER_TYPE } from '../model/entities.ts';
import { PabxRefusal } from '../model/errcodes.ts';
import { fileShape, messageShape } from '../shapes.ts';
import { extensionByNumber, findDid, partyOf, PLATFORM, sessionById, type World } from '../world.ts';
import { get, idList, positive, post, type Routes } from './route.ts';

/** What the vendor allows in `to`; the rest is decoration and is not kept. */
const PHONE_CHARACTERS = /^\+?[\d().\-*# ]+$/u;
const UPLOAD_LIFE_HOURS = 72;

const sendBody = z.object({
  sender_type: z.union([z.literal(1), z.literal(9)]),
  sender_no: z.string().default(''),
  session_id: z.number().int().nonnegative().optional(),
  channel: z.string().optional(),
  did_number: z.string().optional(),
  to: z.string().optional(),
  msg_kind: z.union([z.literal(0), z.literal(1)]).default(0),
  msg_type: z.literal(0).default(0),
  msg_body: z.string().default(''),
  // One file per message; the bounds of the PABX, not ours.
  files: z
    .array(z.object({ uri: z.string() }))
    .max(1)
    .default([]),
  whatsapp_msg_param: z.string().default(''),
  tag: z.string().default(''),
  request_id: z.string().max(127).default(''),
});
type SendBody = z.output<typeof sendBody>;

function send(world: World, input: SendBody): object {
  const sender = input.sender_type === 9 ? PLATFORM : partyOf(extensionByNumber(world, input.sender_no));
  const session =
    input.session_id === undefined || input.session_id === 0
      ? sessionToStart(world, input, sender)
      : sessionById(world, input.session_id);
  const isTemplate = input.msg_kind === 1;
  if (isTemplate) checkTemplate(session, input.whatsapp_msg_param);
  else if (input.msg_body === '' && input.files.length === 0) throw new PabxRefusal(40002, 'nothing to send');
  const file = input.files[0] === undefined ? null : storedFile(world, input.files[0].uri);
  const sending: ToContact = {
    session,
    sender,
    body: input.msg_body,
    tag: input.tag,
    requestId: input.request_id,
    isViaApi: true,
    ...(file === null ? {} : { file }),
    ...(isTemplate ? { templateParam: input.whatsapp_msg_param } : {}),
  };
  return { data: { msg_id: agentWrites(world, sending).id } };
}

/** The open session of the two numbers, or a new one that belongs to who sends. */
function sessionToStart(world: World, input: SendBody, sender: Party): Session {
  const { channel: provider, did_number: didNumber, to } = input;
  if (provider === undefined || didNumber === undefined || to === undefined || to === '') {
    throw new PabxRefusal(40002, 'channel, did_number and to are needed to start a session');
  }
  const { channel, did } = findDid(world, didNumber);
  if (channel.provider !== provider) throw new PabxRefusal(40002, `${didNumber} is not of ${provider}`);
  const isPhone = channel.type === 'sms' || channel.type === 'whatsapp';
  if (isPhone && !PHONE_CHARACTERS.test(to)) throw new PabxRefusal(40002, `${to} is not a number`);
  const address = isPhone ? to.replaceAll(/[^\d+]/gu, '') : to;
  const open = world.book.openSession(didNumber, address);
  if (open !== undefined) return open;
  // Whether a real PABX holds the sender to the DID's list is unknown; this one does.
  const isAllowed = sender.userType === USER_TYPE.platform || did.starters.includes(sender.userNo);
  if (!isPhone || !isAllowed)
    throw new PabxRefusal(10009, `${sender.userNo} may not start with ${didNumber}`);
  const { contacts } = world;
  const known = [...contacts.values()].find((contact) => Object.values(contact.numbers).includes(address));
  const username = channel.type === 'whatsapp' && known !== undefined ? known.firstName : '';
  const type = channel.type === 'sms' ? USER_TYPE.sms : USER_TYPE.whatsapp;
  const extension = world.extensions.find(({ number }) => number === sender.userNo);
  return openSession(world, {
    channel,
    did: didNumber,
    to: { userNo: address, userType: type, username },
    destination: extension === undefined ? { type: 'api', id: 0 } : { type: 'extension', id: extension.id },
  });
}

function checkTemplate(session: Session, param: string): void {
  if (session.type !== 'whatsapp') throw new PabxRefusal(40002, 'templates are for WhatsApp only');
  try {
    JSON.parse(param);
  } catch (error) {
    throw new PabxRefusal(40002, `whatsapp_msg_param is not JSON: ${String(error)}`);
  }
}

function storedFile(world: World, uri: string): StoredFile {
  const file = world.files.find(uri);
  if (file === null) throw new PabxRefusal(60001, `no file has the uri ${uri}`);
  return file;
}

/** Newest first: the vendor does not say, and whoever relies on an order should fail here. */
function records(world: World, session: Session, before: number | null, limit: number): object {
  const page = world.book.history(session, before, limit);
  return { session_id: session.id, records: page.map(messageShape).reverse() };
}

const historyQuery = z.object({
  id: positive,
  page_size: positive,
  last_msg_id: z.coerce.number().int().nonnegative().default(0),
});

export const MESSAGE_ROUTES: Routes = {
  'message/get': get(historyQuery, (world, input) => {
    const before = input.last_msg_id === 0 ? null : input.last_msg_id;
    return { data: records(world, sessionById(world, input.id), before, input.page_size) };
  }),
  'message/query': get(z.object({ ids: idList, page_size: positive }), (world, input) => ({
    data: input.ids.map((id) => records(world, sessionById(world, id), null, input.page_size)),
  })),
  'message/send': post(sendBody, send),
  'message/batchupload': post(z.object({}), (world, _input, caller) => {
    if (caller.files.length === 0) throw new PabxRefusal(40002, 'no part is named files');
    const kept = caller.files.map((file) => world.files.add(file, 'upload', UPLOAD_LIFE_HOURS));
    return { list: kept.map(fileShape) };
  }),
};
