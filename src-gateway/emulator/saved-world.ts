// A world as plain data, to be kept over a restart: everything a caller of the API could have seen, and what
// people and colleagues had in mind. Not kept: the control endpoint's settings and forced answers, blocked
// addresses, and live calls, which end with the PABX. Records stay the same objects as in the world, so what is
// saved must be serialized at once.
import { moveCall, isLive } from './calls.ts';
import { resumeCampaign } from './campaigns.ts';
import { resumeDeliveries, type Underway } from './delivery.ts';
import type { Call, Campaign, Contact, Extension, Queue } from './model/entities.ts';
import type { SavedShelf } from './model/file-shelf.ts';
import { Random } from './model/random.ts';
import type { SavedBook } from './model/session-book.ts';
import type { Grant } from './model/token-desk.ts';
import type { Colleagues, SavedColleagues } from './people/colleagues.ts';
import type { People, SavedPeople } from './people/people.ts';
import type { World } from './world.ts';

/** Ids left out after a crash: more than can be given between the last save and the end. */
export const IDS_AHEAD = 1000;

export interface SavedWorld {
  readonly now: number;
  readonly lineNow: number;
  /** By the computer's own clock. */
  readonly savedAt: number;
  readonly clientSecret: string;
  readonly extensions: readonly Extension[];
  readonly queues: ReadonlyMap<number, Queue>;
  readonly contacts: ReadonlyMap<number, Contact>;
  readonly campaigns: ReadonlyMap<number, Campaign>;
  readonly calls: ReadonlyMap<string, Call>;
  readonly failingAddresses: ReadonlyMap<string, string>;
  readonly book: SavedBook;
  readonly files: SavedShelf;
  readonly grants: readonly Grant[];
  readonly idFloor: number;
  readonly underway: ReadonlySet<Underway>;
  readonly people: SavedPeople;
  readonly colleagues: SavedColleagues;
}

export function saveWorld(
  world: World,
  people: People,
  colleagues: Colleagues,
  clientSecret: string,
): SavedWorld {
  return {
    now: world.clock.now(),
    lineNow: world.lineClock.now(),
    savedAt: Date.now(),
    clientSecret,
    extensions: world.extensions,
    queues: world.queues,
    contacts: world.contacts,
    campaigns: world.campaigns,
    calls: world.calls,
    failingAddresses: world.failingAddresses,
    book: world.book.save(),
    files: world.files.save(),
    grants: world.tokens.save(),
    idFloor: world.idFloor,
    underway: world.underway,
    people: people.save(),
    colleagues: colleagues.save(),
  };
}

/** What the clocks of a kept world show now: time went on while the PABX was off, and never goes back. */
export function clocksOf(
  saved: SavedWorld,
  now: number,
): { readonly startAt: number; readonly lineStartAt: number } {
  const offMs = Math.max(0, Date.now() - saved.savedAt);
  return { startAt: Math.max(now, saved.now), lineStartAt: saved.lineNow + offMs };
}

/**
 * Puts what was saved into a world that has only its cast.
 * @param hasCrashed whether things may have happened after the save: no id that they may have had is given again.
 * @param clientSecret sign-ins of another credential end.
 */
export function restoreWorld(
  world: World,
  saved: SavedWorld,
  hasCrashed: boolean,
  clientSecret: string,
): void {
  for (const extension of world.extensions) {
    const before = saved.extensions.find(({ id }) => id === extension.id);
    if (before !== undefined) Object.assign(extension, before);
  }
  fill(world.queues, saved.queues);
  fill(world.contacts, saved.contacts);
  fill(world.campaigns, saved.campaigns);
  fill(world.calls, saved.calls);
  fill(world.failingAddresses, saved.failingAddresses);
  world.book.restore(saved.book, hasCrashed ? IDS_AHEAD : 0);
  // Ids of files are drawn: after a crash the same draws would give the ids of the lost ones to others.
  const drawn = hasCrashed
    ? world.random.fork(`files after ${world.clock.now()}`)
    : Random.from(saved.files.random);
  world.files.restore(saved.files.shelved, drawn);
  if (saved.clientSecret === clientSecret) world.tokens.restore(saved.grants);
  const rows = [...saved.queues.keys(), ...saved.contacts.keys(), ...saved.campaigns.keys()];
  world.idFloor = hasCrashed ? Math.max(saved.idFloor, ...rows) + IDS_AHEAD : saved.idFloor;
}

/** Lets go on what was under way; called when people are there to receive it. */
export function resumeWorld(world: World, saved: SavedWorld): void {
  for (const call of world.calls.values()) if (isLive(call)) moveCall(world, call, 'ended');
  for (const campaign of world.campaigns.values()) resumeCampaign(world, campaign);
  resumeDeliveries(world, saved.underway);
}

function fill<Key, Value>(map: Map<Key, Value>, saved: ReadonlyMap<Key, Value>): void {
  map.clear();
  for (const [key, value] of saved) map.set(key, value);
}
