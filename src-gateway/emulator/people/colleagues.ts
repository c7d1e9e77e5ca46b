// The other agents, at work in the vendor's own client: they take a session when many wait, answer, hand over
// to a colleague or to Ana (1001), close; they go to lunch. They always leave work for the one at the demo.
import type { Disposable } from '#shared/model/disposable.ts';
import { agentWrites, close, pickUp, transfer } from '../messaging.ts';
import type { Extension, Session } from '../model/entities.ts';
import { PRESENCES } from '../model/entities.ts';
import { Random, type RandomMark } from '../model/random.ts';
import { setPresence, setRegistered } from '../presence.ts';
import { extensionById, extensionByNumber, isWaiting, partyOf, sessionById, type World } from '../world.ts';
import { type Language, PHRASEBOOKS } from './phrasebook.ts';

const LOOK_EVERY_MS = 30_000;
/** So many sessions stay for the agent at the demo, and each at least so long. */
const LEAVE_WAITING = 3;
const PATIENCE_MS = 150_000;
const MOST_AT_WORK = 3;
const DEMO_AGENT = '1001';

export interface SavedColleagues {
  readonly random: RandomMark;
  /** Session → internal id of who was talking in it. */
  readonly atWork: ReadonlyMap<number, number>;
  readonly answered: ReadonlySet<number>;
}

export class Colleagues implements Disposable {
  readonly #world: World;
  readonly #random: Random;
  readonly #round: Disposable;
  readonly #atWork = new Map<number, number>();
  /** Sessions of open-house queues that had their answer: once is enough. */
  readonly #answered: Set<number>;

  /** @param saved what they were at when the world was saved: they bring it to an end. */
  constructor(world: World, saved: SavedColleagues | null) {
    this.#world = world;
    this.#random = saved === null ? world.random.fork('colleagues') : Random.from(saved.random);
    this.#answered = new Set(saved?.answered);
    this.#round = world.clock.every(LOOK_EVERY_MS, () => {
      if (world.settings.peopleRunning) this.#lookAround();
    });
    for (const [sessionId, agentId] of saved?.atWork ?? []) {
      this.#bringToAnEnd(sessionById(world, sessionId), extensionById(world, agentId));
    }
  }

  save(): SavedColleagues {
    return { random: this.#random.mark(), atWork: this.#atWork, answered: this.#answered };
  }

  dispose(): void {
    this.#round.dispose();
  }

  #lookAround(): void {
    const random = this.#random;
    if (random.chance(0.15)) {
      const somebody = random.pick(this.#world.extensions.filter(({ number }) => number >= '1005'));
      const presence = random.pick(PRESENCES);
      setPresence(this.#world, somebody, presence);
      setRegistered(this.#world, somebody, 'linkus_desktop', presence !== 'off_work');
    }
    if (this.#atWork.size >= MOST_AT_WORK) return;
    this.#takeWaiting();
    this.#answerOpenHouse();
  }

  /** Takes the session that waited longest, when enough others wait. */
  #takeWaiting(): void {
    const now = this.#world.clock.now();
    const waiting = this.#world.book.page(null, 50, (session) => {
      const mode = this.#world.queues.get(session.queueId)?.mode;
      return isWaiting(session) && session.origin === '' && (mode === 'manual' || mode === 'auto');
    });
    const longest = waiting.at(-1);
    if (waiting.length <= LEAVE_WAITING || longest === undefined) return;
    if (now - longest.openedAt < PATIENCE_MS) return;
    const members = this.#world.queues.get(longest.queueId)?.members ?? [];
    const free = members
      .map((member) => extensionById(this.#world, member.extensionId))
      .filter((extension) => extension.number !== DEMO_AGENT);
    if (free.length === 0) return;
    const agent = this.#random.pick(free);
    pickUp(this.#world, longest, agent);
    this.#converse(longest, agent);
  }

  /** In a queue of mode *none* nobody takes anything; 1004 answers what stood unanswered for long. */
  #answerOpenHouse(): void {
    const now = this.#world.clock.now();
    const [session] = this.#world.book.page(null, 1, (candidate) => {
      const isOpenHouse = this.#world.queues.get(candidate.queueId)?.mode === 'none';
      const isDone = this.#answered.has(candidate.id);
      return isWaiting(candidate) && isOpenHouse && !isDone && now - candidate.activeAt > PATIENCE_MS;
    });
    if (session === undefined) return;
    this.#answered.add(session.id);
    this.#converse(session, extensionByNumber(this.#world, '1004'));
  }

  #converse(session: Session, agent: Extension): void {
    const random = this.#random.fork(`session ${session.id}`);
    const lines = PHRASEBOOKS[spokenWith(session)].agent;
    this.#atWork.set(session.id, agent.id);
    const script: (() => void)[] = [
      () => this.#say(session, agent, random.pick(lines.greetings)),
      () => this.#say(session, agent, random.pick(lines.questions)),
      () => this.#say(session, agent, random.pick(lines.questions)),
    ];
    const isOpenHouse = this.#isOpenHouse(session);
    if (!isOpenHouse && random.chance(0.4)) {
      const others = this.#world.extensions.filter(({ number }) => number >= '1004');
      const to = random.chance(0.5) ? extensionByNumber(this.#world, DEMO_AGENT) : random.pick(others);
      script.push(() => transfer(this.#world, session, { type: 'extension', id: to.id }, partyOf(agent)));
    } else {
      script.push(() => this.#say(session, agent, random.pick(lines.closings)));
      if (!isOpenHouse) script.push(() => close(this.#world, session, partyOf(agent)));
    }
    this.#play(session, agent, script, random);
  }

  #bringToAnEnd(session: Session, agent: Extension): void {
    const random = this.#random.fork(`end of session ${session.id}`);
    const closing = random.pick(PHRASEBOOKS[spokenWith(session)].agent.closings);
    this.#atWork.set(session.id, agent.id);
    const script = [() => this.#say(session, agent, closing)];
    if (!this.#isOpenHouse(session)) script.push(() => close(this.#world, session, partyOf(agent)));
    this.#play(session, agent, script, random);
  }

  #isOpenHouse(session: Session): boolean {
    return this.#world.queues.get(session.queueId)?.mode === 'none';
  }

  /** One step after the other at a human pace, for as long as the session is still this agent's. */
  #play(session: Session, agent: Extension, script: readonly (() => void)[], random: Random): void {
    const [step, ...rest] = script;
    this.#world.clock.after(random.int(15_000, 60_000), () => {
      const isTheirs = session.holderId === agent.id || session.holderId === 0;
      const isRunning = this.#world.settings.peopleRunning;
      if (step === undefined || session.isClosed || !isTheirs || !isRunning) {
        this.#atWork.delete(session.id);
        return;
      }
      step();
      this.#play(session, agent, rest, random);
    });
  }

  #say(session: Session, agent: Extension, body: string): void {
    agentWrites(this.#world, { session, sender: partyOf(agent), body, isViaApi: false });
  }
}

function spokenWith(session: Session): Language {
  const { userNo } = session.to;
  if (session.did === '+12025550100') return 'en';
  return /^\+(34|5[0-4]|5[6-9])/u.test(userNo) ? 'es' : 'pt';
}
