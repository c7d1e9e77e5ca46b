// Everybody outside: who turns up when, on which channel, in which language, and who answers when an agent
// writes to somebody new. They come at a pace that an agent can live with: when many wait, nobody new comes.
import type { Disposable } from '#shared/model/disposable.ts';
import { PAGE_ID } from '../cast.ts';
import type { Message, Session } from '../model/entities.ts';
import { Random, type RandomMark } from '../model/random.ts';
import { findDid, isWaiting, type World } from '../world.ts';
import { Person, type SavedPerson } from './person.ts';
import { type Language, PHRASEBOOKS } from './phrasebook.ts';

const FIRST_AFTER_MS = 2500;
const MOST_WAITING = 7;
const MOST_ACTIVE = 14;
/** Share of people to whom nothing can be delivered. */
const BROKEN_NUMBERS = 0.04;

interface Entrance {
  readonly weight: number;
  readonly did: string;
  readonly languages: readonly Language[];
  readonly address: (random: Random) => string;
}

const BRAZIL = (random: Random): string => `+55119${random.int(70_000_000, 79_999_999)}`;
const ABROAD = (random: Random): string =>
  random.pick([
    `+5255${random.int(10_000_000, 99_999_999)}`,
    `+346${random.int(10_000_000, 99_999_999)}`,
    `+5411${random.int(10_000_000, 99_999_999)}`,
  ]);

const ENTRANCES: readonly Entrance[] = [
  { weight: 40, did: '+551131031000', languages: ['pt'], address: BRAZIL },
  { weight: 12, did: '+551131031000', languages: ['es'], address: ABROAD },
  { weight: 14, did: '+551130030001', languages: ['pt'], address: BRAZIL },
  {
    weight: 10,
    did: '+12025550100',
    languages: ['en'],
    address: (random) => `+1202555${random.int(2000, 8999)}`,
  },
  {
    weight: 12,
    did: PAGE_ID,
    languages: ['pt', 'pt', 'es'],
    address: (random) => `77${random.int(10_000_000, 99_999_999)}${random.int(100_000, 999_999)}`,
  },
  {
    weight: 12,
    did: 'loja-aurora.example',
    languages: ['pt', 'en', 'es'],
    address: (random) => `visitor-${random.int(0x1000, 0xffff).toString(16)}`,
  },
];

export interface SavedPeople {
  readonly met: number;
  readonly random: RandomMark;
  readonly persons: readonly SavedPerson[];
}

export class People implements Disposable {
  readonly #world: World;
  readonly #random: Random;
  readonly #byAddress = new Map<string, Person>();
  #next: Disposable | null = null;
  #met = 0;

  /** @param saved who was there when the world was saved; they go on with what they had in mind. */
  constructor(world: World, saved: SavedPeople | null) {
    this.#world = world;
    this.#random = saved === null ? world.random.fork('people') : Random.from(saved.random);
    this.#met = saved?.met ?? 0;
    for (const person of saved?.persons ?? []) {
      this.#byAddress.set(`${person.who.did}|${person.who.address}`, Person.from(world, person));
    }
    const patient = world.handset;
    world.handset = {
      readsAfterMs: (session) =>
        world.settings.peopleRunning ? this.#personOf(session).readsAfterMs() : patient.readsAfterMs(session),
      hasRead: (session, message) => this.#hear(session, message),
    };
  }

  /** Lets people come, or stops all of them where they stand. */
  run(isRunning: boolean): void {
    if (this.#world.settings.peopleRunning === isRunning) return;
    this.#world.settings.peopleRunning = isRunning;
    this.#next?.dispose();
    if (!isRunning) return;
    const [first] = ENTRANCES;
    const isFirstEver = this.#met === 0;
    this.#next = this.#world.clock.after(FIRST_AFTER_MS, () => {
      if (isFirstEver && first !== undefined) this.#come(first);
      this.#goOn();
    });
  }

  save(): SavedPeople {
    return {
      met: this.#met,
      random: this.#random.mark(),
      persons: [...this.#byAddress.values()].map((person) => person.save()),
    };
  }

  dispose(): void {
    this.#next?.dispose();
  }

  #goOn(): void {
    const random = this.#random;
    this.#next = this.#world.clock.after(random.int(25_000, 75_000), () => {
      const active = [...this.#byAddress.values()].filter((person) => person.isActive).length;
      if (active < MOST_ACTIVE && this.#waitingCount() < MOST_WAITING) this.#come(weighted(random));
      this.#goOn();
    });
  }

  #waitingCount(): number {
    const canBeTaken = (session: Session): boolean =>
      isWaiting(session) && session.origin === '' && this.#world.queues.get(session.queueId)?.mode !== 'none';
    return this.#world.book.page(null, MOST_WAITING, canBeTaken).length;
  }

  #come(entrance: Entrance): void {
    const random = this.#random;
    const address = entrance.address(random);
    const person = this.#meet(entrance.did, address, random.pick(entrance.languages), null);
    if (random.chance(BROKEN_NUMBERS)) {
      this.#world.failingAddresses.set(address, random.pick(['send_fail', 'invalid_phone_number']));
    }
    person.begin();
  }

  #meet(did: string, address: string, language: Language, knownAs: string | null): Person {
    this.#met += 1;
    const random = this.#random.fork(`person ${this.#met}`);
    const book = PHRASEBOOKS[language];
    const { channel } = findDid(this.#world, did);
    const ownName = `${random.pick(book.firstNames)} ${random.pick(book.lastNames)}`;
    const name = channel.type === 'sms' ? '' : (knownAs ?? ownName);
    const who = { did, address, name, channelType: channel.type, fileLifeHours: channel.fileLifeHours };
    const person = new Person(this.#world, who, book, random);
    this.#byAddress.set(`${did}|${address}`, person);
    return person;
  }

  /** Whoever has that number: met before, or somebody who has just been written to. */
  #personOf(session: Session): Person {
    const { did, to } = session;
    const known = this.#byAddress.get(`${did}|${to.userNo}`);
    return (
      known ?? this.#meet(did, to.userNo, languageOf(to.userNo), to.username === '' ? null : to.username)
    );
  }

  #hear(session: Session, message: Message): void {
    if (!this.#world.settings.peopleRunning) return;
    const isMassMail = session.origin === 'campaign' && message.sender.userNo === 'api';
    const person = this.#personOf(session);
    if (!isMassMail || this.#random.chance(0.35)) person.hear(message.body);
    const campaign = isMassMail ? this.#world.campaigns.get(session.campaignId) : undefined;
    if (campaign !== undefined) campaign.answeredCount += 1;
  }
}

function weighted(random: Random): Entrance {
  let left = random.int(
    1,
    ENTRANCES.reduce((sum, entrance) => sum + entrance.weight, 0),
  );
  for (const entrance of ENTRANCES) {
    left -= entrance.weight;
    if (left <= 0) return entrance;
  }
  return random.pick(ENTRANCES);
}

function languageOf(address: string): Language {
  if (/^\+(1|44|61)/u.test(address)) return 'en';
  return /^\+(34|5[0-4]|5[6-9])/u.test(address) ? 'es' : 'pt';
}
