// The other agents, at work in the vendor's own client: they take a session when many wait, answer, hand over
// to a colleague or to Ana (1001), close; they go to lunch. They always leave work for the one at the demo.
import type { Disposable } from '#shared/model/disposable.ts';
import { agentWrites, close, pickUp, transfer } from '../messaging.ts';
import type { Extension, Session } from '../model/entities.ts';
import { PRESENCES } from '../model/entities.ts';
import type { Random } from '../model/random.ts';
import { setPresence, setRegistered } from '../presence.ts';
import { extensionById, extensionByNumber, isWaiting, partyOf, type World } from '../world.ts';
import { type Language, PHRASEBOOKS } from './phrasebook.ts';

const LOOK_EVERY_MS = 30_000;
/** So many sessions stay for the agent at the demo, and each at least so long. */
const LEAVE_WAITING = 3;
const PATIENCE_MS = 150_000;
const MOST_AT_WORK = 3;
const DEMO_AGENT = '1001';

export class Colleagues implements Disposable {
  readonly #world: World;
  readonly #random: Random;
  readonly #round: Disposable;
  readonly #atWork = new Set<number>();
  /** Sessions of open-house queues that had their answer: once is enough. */
  readonly #answered = new Set<number>();

  constructor(world: World) {
    this.#world = world;
    this.#random = world.random.fork('colleagues');
    this.#round = world.clock.every(LOOK_EVERY_MS, () => {
      if (world.settings.peopleRunning) this.#lookAround();
    });
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
    this.#atWork.add(session.id);
    const script: (() => void)[] = [
      () => this.#say(session, agent, random.pick(lines.greetings)),
      () => this.#say(session, agent, random.pick(lines.questions)),
      () => this.#say(session, agent, random.pick(lines.questions)),
    ];
    const isOpenHouse = this.#world.queues.get(session.queueId)?.mode === 'none';
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
