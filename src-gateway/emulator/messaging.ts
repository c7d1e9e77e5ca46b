// What happens to sessions, whoever does it: a contact writes, an agent answers, somebody transfers, closes,
// archives, removes. Each step leaves the system line that the vendor's history shows for it.
import { startDelivery } from './delivery.ts';
import type {
  Channel,
  ChannelType,
  Destination,
  Extension,
  Message,
  MsgType,
  Party,
  Session,
  StoredFile,
} from './model/entities.ts';
import { DELIVERY, MSG_TYPE, USER_TYPE } from './model/entities.ts';
import { PabxRefusal } from './model/errcodes.ts';
import { EVENT } from './model/event-feed.ts';
import { messageShape, seconds, partyShape } from './shapes.ts';
import { extensionById, findDid, isWaiting, partyOf, queueById, type World } from './world.ts';

/** Every seventh 30031 is told twice: "now and then" without chance. */
const DUPLICATE_EVERY = 7;
const CONTACT_TYPE = {
  sms: USER_TYPE.sms,
  whatsapp: USER_TYPE.whatsapp,
  facebook: USER_TYPE.facebook,
  livechat: USER_TYPE.livechat,
} satisfies Record<ChannelType, number>;

export interface FromContact {
  readonly did: string;
  readonly address: string;
  /** What the channel calls them; empty where it has no names (SMS). */
  readonly name: string;
  readonly text?: string;
  readonly file?: StoredFile;
  /** Something the PABX cannot show (a sticker, a location): msg_type 4. */
  readonly isUnsupported?: boolean;
}

/** A message by a contact: into the open session of the two numbers, or a new one that is routed by the DID. */
export function contactWrites(world: World, from: FromContact): { session: Session; message: Message } {
  const { channel, did } = findDid(world, from.did);
  const to: Party = { userNo: from.address, userType: CONTACT_TYPE[channel.type], username: from.name };
  const session =
    world.book.openSession(from.did, from.address) ??
    openSession(world, { channel, did: did.number, to, destination: did.destination });
  session.contactWroteAt = world.clock.now();
  session.archivedBy = [];
  session.removedBy = [];
  const message = append(world, session, {
    type: from.isUnsupported === true ? MSG_TYPE.unsupported : MSG_TYPE.user,
    sender: to,
    body: from.text ?? '',
    file: from.file ?? null,
    receivedAt: world.clock.now(),
    deliveryStatus: DELIVERY.sent,
  });
  tellNewMessage(world, message);
  return { session, message };
}

export interface ToContact {
  readonly session: Session;
  readonly sender: Party;
  readonly body: string;
  readonly file?: StoredFile;
  readonly templateParam?: string;
  readonly tag?: string;
  readonly requestId?: string;
  readonly isViaApi: boolean;
}

/**
 * A message by our side. In an *auto* queue the first answer of a member takes the session; in an archived
 * session it brings it back (guide: *retomar a conversa*).
 * @throws PabxRefusal 10009 when the session is closed.
 */
export function agentWrites(world: World, to: ToContact): Message {
  const { session, sender } = to;
  if (session.isClosed) throw new PabxRefusal(10009, `session ${session.id} is closed`);
  const queue = world.queues.get(session.queueId);
  const extension = world.extensions.find((candidate) => candidate.number === sender.userNo);
  if (queue?.mode === 'auto' && isWaiting(session) && extension !== undefined) {
    if (queue.members.some((member) => member.extensionId === extension.id)) {
      pickUp(world, session, extension);
    }
  }
  session.archivedBy = session.archivedBy.filter((number) => number !== sender.userNo);
  const message = append(world, session, {
    type: MSG_TYPE.user,
    kind: to.templateParam === undefined ? 0 : 1,
    sender,
    body: to.body,
    file: to.file ?? null,
    tag: to.tag ?? '',
    templateParam: to.templateParam ?? '',
    requestId: to.requestId ?? '',
    isViaApi: to.isViaApi,
  });
  startDelivery(world, session, message, world.random.fork(`delivery ${message.id}`));
  return message;
}

export interface NewSession {
  readonly channel: Channel;
  readonly did: string;
  readonly to: Party;
  readonly destination: Destination;
  readonly campaignId?: number;
  readonly preChatForm?: Readonly<Record<string, string>>;
}

export function openSession(world: World, opening: NewSession): Session {
  const now = world.clock.now();
  const { destination, channel } = opening;
  return world.book.add({
    id: world.book.nextSessionId(),
    channelId: channel.id,
    type: channel.type,
    did: opening.did,
    to: opening.to,
    origin: opening.campaignId === undefined ? '' : 'campaign',
    campaignId: opening.campaignId ?? 0,
    queueId: destination.type === 'queue' ? destination.id : 0,
    holderId: destination.type === 'extension' ? destination.id : 0,
    isWithPlatform: destination.type === 'api',
    isClosed: false,
    archivedBy: [],
    removedBy: [],
    openedAt: now,
    closedAt: 0,
    contactWroteAt: 0,
    activeAt: now,
    lastMsgId: 0,
    preChatForm: opening.preChatForm ?? (channel.type === 'livechat' ? preChatForm(opening.to) : {}),
    generated: null,
  });
}

/** *Pegar* in the vendor's own client, or the automatic one of an *auto* queue. */
export function pickUp(world: World, session: Session, extension: Extension): void {
  if (!isWaiting(session)) throw new PabxRefusal(10009, `session ${session.id} is not waiting in a queue`);
  if (queueById(world, session.queueId).mode === 'none') {
    throw new PabxRefusal(10009, 'sessions of this queue cannot be picked up');
  }
  session.holderId = extension.id;
  systemLine(world, session, MSG_TYPE.pickedUp, partyOf(extension), { member: sideOf(extension) });
}

/**
 * Hands the session over. To a member of the queue it waits in, it keeps its queue: that is how an API client
 * picks up in a *manual* queue (our reading; the history then shows a transfer, line 1).
 */
export function transfer(world: World, session: Session, destination: Destination, by: Party): void {
  if (session.isClosed) throw new PabxRefusal(10009, `session ${session.id} is closed`);
  const from = currentSide(world, session);
  const to = sideOfDestination(world, destination);
  const queue = world.queues.get(session.queueId);
  const staysInQueue =
    destination.type === 'extension' &&
    isWaiting(session) &&
    (queue?.members.some((member) => member.extensionId === destination.id) ?? false);
  if (!staysInQueue) session.queueId = destination.type === 'queue' ? destination.id : 0;
  session.holderId = destination.type === 'extension' ? destination.id : 0;
  session.isWithPlatform = destination.type === 'api';
  session.archivedBy = [];
  session.removedBy = [];
  const type = destination.type === 'queue' ? MSG_TYPE.transferredToQueue : MSG_TYPE.transferred;
  systemLine(world, session, type, by, { from, to });
}

/** Ends the session: by an agent, by the visitor, or by itself. Closing twice is refused. */
export function close(
  world: World,
  session: Session,
  by: Party,
  type: MsgType = MSG_TYPE.closedByHand,
): void {
  if (session.isClosed) throw new PabxRefusal(10009, `session ${session.id} is closed already`);
  systemLine(world, session, type, by, null);
  world.book.markClosed(session, world.clock.now());
}

export function archive(session: Session, userNo: string): void {
  if (!session.archivedBy.includes(userNo)) session.archivedBy = [...session.archivedBy, userNo];
}

export function unarchive(session: Session, userNo: string): void {
  session.archivedBy = session.archivedBy.filter((number) => number !== userNo);
}

export function removeFor(session: Session, userNo: string): void {
  if (!session.removedBy.includes(userNo)) session.removedBy = [...session.removedBy, userNo];
}

/** A line that nobody wrote. `param` is a JSON string as in the vendor's history; its inner names are ours. */
export function systemLine(
  world: World,
  session: Session,
  type: MsgType,
  by: Party,
  param: object | null,
): Message {
  const message = append(world, session, {
    type,
    sender: by,
    param: param === null ? '' : JSON.stringify(param),
    receivedAt: world.clock.now(),
    deliveryStatus: DELIVERY.sent,
  });
  tellNewMessage(world, message);
  return message;
}

/** Closes what nobody touched for the days its channel allows (line 3). */
export function closeIdleSessions(world: World): void {
  const now = world.clock.now();
  const limits = new Map(
    world.channels.map((channel) => [channel.id, channel.autoCloseDays * 86_400_000] as const),
  );
  const nobody: Party = { userNo: '', userType: USER_TYPE.none, username: '' };
  for (const session of world.book.all()) {
    const limit = limits.get(session.channelId) ?? 0;
    if (session.isClosed || limit === 0 || now - session.activeAt < limit) continue;
    close(world, session, nobody, MSG_TYPE.closedAutomatically);
  }
}

type MessageParts = Pick<Message, 'type' | 'sender'> & Partial<Message>;

function append(world: World, session: Session, parts: MessageParts): Message {
  const message: Message = {
    id: world.book.nextMsgId(),
    sessionId: session.id,
    kind: 0,
    body: '',
    file: null,
    sentAt: world.clock.now(),
    receivedAt: 0,
    readAt: 0,
    deliveryStatus: DELIVERY.sending,
    sendError: '',
    sendErrorMsg: '',
    param: '',
    tag: '',
    templateParam: '',
    requestId: '',
    isViaApi: false,
    ...parts,
  };
  world.book.append(message);
  return message;
}

/** 30031, for what contacts write; for system lines only when the settings say so. */
function tellNewMessage(world: World, message: Message): void {
  const { settings } = world;
  if (!settings.pushMessages) return;
  if (message.type !== MSG_TYPE.user && !settings.pushSystemLines) return;
  const shape = {
    ...messageShape(message),
    sender: partyShape(message.sender),
    send_time: seconds(message.sentAt),
  };
  world.events.publish(EVENT.newMessage, shape);
  if (settings.duplicates && message.id % DUPLICATE_EVERY === 0)
    world.events.publish(EVENT.newMessage, shape);
}

const sideOf = (extension: Extension): object => ({
  type: 'extension',
  id: extension.id,
  number: extension.number,
  name: extension.name,
});

function sideOfDestination(world: World, destination: Destination): object {
  if (destination.type === 'extension') return sideOf(extensionById(world, destination.id));
  if (destination.type === 'api') return { type: 'api', id: 0, name: 'API' };
  const queue = queueById(world, destination.id);
  return { type: 'queue', id: queue.id, name: queue.name };
}

function currentSide(world: World, session: Session): object | null {
  if (session.isWithPlatform) return sideOfDestination(world, { type: 'api', id: 0 });
  if (session.holderId !== 0) return sideOf(extensionById(world, session.holderId));
  const queue = world.queues.get(session.queueId);
  return queue === undefined ? null : { type: 'queue', id: queue.id, name: queue.name };
}

function preChatForm(to: Party): Record<string, string> {
  const [firstName = '', ...rest] = to.username.split(' ');
  const email =
    to.username === '' ? '' : `${to.username.toLowerCase().replaceAll(/[^a-z]+/gu, '.')}@example.com`;
  return {
    name: to.username,
    email,
    phone: '',
    first_name: firstName,
    last_name: rest.join(' '),
  };
}
