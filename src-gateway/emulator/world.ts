// One PABX, whole: its directory, sessions, files, sign-ins, calls, clocks. Everything that acts on it takes
// the world as its first argument; `reset` of the control endpoint simply makes another.
import { castChannels, castContacts, castExtensions, castQueues } from './cast.ts';
import { CAST_TEMPLATES } from './cast-templates.ts';
import type { Underway } from './delivery.ts';
import { VirtualClock } from './model/clock.ts';
import type {
  Call,
  Campaign,
  Channel,
  Contact,
  Did,
  Extension,
  Message,
  Party,
  Queue,
  Session,
  Template,
} from './model/entities.ts';
import { USER_TYPE } from './model/entities.ts';
import { PabxRefusal } from './model/errcodes.ts';
import { EventFeed } from './model/event-feed.ts';
import { FileShelf } from './model/file-shelf.ts';
import { Random } from './model/random.ts';
import { SessionBook } from './model/session-book.ts';
import { TokenDesk } from './model/token-desk.ts';

/** The contact's side of a message that was delivered: do they read it, and what do they do then? */
export interface Handset {
  /** Virtual ms until the contact reads it; null when they do not. */
  readonly readsAfterMs: (session: Session) => number | null;
  readonly hasRead: (session: Session, message: Message) => void;
}

export interface Settings {
  delivery: 'automatic' | 'manual';
  pushMessages: boolean;
  pushSystemLines: boolean;
  requestIdEcho: boolean;
  duplicates: boolean;
  peopleRunning: boolean;
}

/** An answer that the control endpoint put in place of the true one for the next calls of an endpoint. */
export interface ForcedAnswer {
  readonly errcode: number;
  times: number;
  readonly delayMs: number;
  /** The call is carried out, but the caller's connection breaks before the answer. */
  readonly isLost: boolean;
}

export interface World {
  /** People, messages, delivery, files live by this one, at the speed asked for. */
  readonly clock: VirtualClock;
  /** Tokens and idle sockets live by this one: it never runs faster than the caller's own clock. */
  readonly lineClock: VirtualClock;
  readonly random: Random;
  readonly extensions: readonly Extension[];
  readonly queues: Map<number, Queue>;
  readonly channels: readonly Channel[];
  readonly templates: readonly Template[];
  readonly contacts: Map<number, Contact>;
  readonly campaigns: Map<number, Campaign>;
  readonly calls: Map<string, Call>;
  readonly book: SessionBook;
  readonly files: FileShelf;
  readonly tokens: TokenDesk;
  readonly events: EventFeed;
  readonly settings: Settings;
  readonly forcedAnswers: Map<string, ForcedAnswer>;
  /** Addresses to which nothing can be delivered, and why. */
  readonly failingAddresses: Map<string, string>;
  /** Messages of ours that are on their way to a contact. */
  readonly underway: Set<Underway>;
  /** Ids of queues, contacts and campaigns up to this one may have been given already. */
  idFloor: number;
  handset: Handset;
}

export interface WorldOptions {
  readonly seed: number;
  readonly speed: number;
  readonly startAt: number;
  /** What the line clock shows at the start. Default: the same. */
  readonly lineStartAt?: number;
  readonly client: { readonly id: string; readonly secret: string };
  /** Called after everything that happens by itself, on the world's own clock. */
  readonly onChange?: () => void;
}

/** A PABX with the demo's cast and no sessions yet. */
export function createWorld(options: WorldOptions): World {
  const clock = new VirtualClock(options.startAt, options.speed, options.onChange);
  const lineClock = new VirtualClock(options.lineStartAt ?? options.startAt, Math.min(options.speed, 1));
  const random = new Random(options.seed);
  const reading = random.fork('reading');
  return {
    clock,
    lineClock,
    random,
    extensions: castExtensions(),
    queues: new Map(castQueues().map((queue) => [queue.id, queue])),
    channels: castChannels(),
    templates: CAST_TEMPLATES,
    contacts: new Map(castContacts().map((contact) => [contact.id, contact])),
    campaigns: new Map(),
    calls: new Map(),
    book: new SessionBook(),
    files: new FileShelf(clock, random.fork('files')),
    tokens: new TokenDesk(lineClock, options.client),
    events: new EventFeed(),
    settings: {
      delivery: 'automatic',
      pushMessages: true,
      pushSystemLines: false,
      requestIdEcho: true,
      duplicates: true,
      peopleRunning: false,
    },
    forcedAnswers: new Map(),
    failingAddresses: new Map(),
    underway: new Set(),
    idFloor: 0,
    handset: { readsAfterMs: () => reading.int(1500, 4000), hasRead: () => undefined },
  };
}

export function extensionById(world: World, id: number): Extension {
  const found = world.extensions.find((extension) => extension.id === id);
  if (found === undefined) throw new PabxRefusal(60001, `no extension with the internal id ${id}`);
  return found;
}

export function extensionByNumber(world: World, number: string): Extension {
  const found = world.extensions.find((extension) => extension.number === number);
  if (found === undefined) throw new PabxRefusal(40002, `no extension has the number ${number}`);
  return found;
}

export function queueById(world: World, id: number): Queue {
  const found = world.queues.get(id);
  if (found === undefined) throw new PabxRefusal(60001, `no queue with the id ${id}`);
  return found;
}

export function channelById(world: World, id: number): Channel {
  const found = world.channels.find((channel) => channel.id === id);
  if (found === undefined) throw new PabxRefusal(60001, `no channel with the id ${id}`);
  return found;
}

/** The number of ours that `did` names, with its channel. */
export function findDid(world: World, did: string): { readonly channel: Channel; readonly did: Did } {
  for (const channel of world.channels) {
    const found = channel.dids.find((candidate) => candidate.number === did);
    if (found !== undefined) return { channel, did: found };
  }
  throw new PabxRefusal(60001, `no channel has the number ${did}`);
}

export function sessionById(world: World, id: number): Session {
  const found = world.book.session(id);
  if (found === undefined) throw new PabxRefusal(60001, `no session with the id ${id}`);
  return found;
}

/** The id of the next row of `rows`. */
export function newId(world: World, rows: ReadonlyMap<number, unknown>): number {
  return Math.max(world.idFloor, ...rows.keys()) + 1;
}

export function partyOf(extension: Extension): Party {
  return { userNo: extension.number, userType: USER_TYPE.extension, username: extension.name };
}

export const PLATFORM: Party = { userNo: 'api', userType: USER_TYPE.platform, username: 'API' };

/** Who the API lists as able to see the session in their client: its holder, or else its queue. */
export function isVisibleTo(world: World, session: Session, extension: Extension): boolean {
  if (session.removedBy.includes(extension.number) || session.isWithPlatform) return false;
  if (session.holderId !== 0) return session.holderId === extension.id;
  const queue = world.queues.get(session.queueId);
  return queue?.members.some((member) => member.extensionId === extension.id) ?? false;
}

export function isWaiting(session: Session): boolean {
  return !session.isClosed && session.holderId === 0 && session.queueId !== 0;
}
