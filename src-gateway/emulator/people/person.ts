// One contact. Writes first, several short lines; reads, thinks, answers what was asked; sends a picture or a
// voice note when that is wanted; asks whether anybody is there; gives up; comes back the next day.
import type { Disposable } from '#shared/model/disposable.ts';
import { contactWrites } from '../messaging.ts';
import type { ChannelType } from '../model/entities.ts';
import { Random, type RandomMark } from '../model/random.ts';
import type { World } from '../world.ts';
import { type FileKind, makeFile } from './media.ts';
import { type Language, type Phrasebook, PHRASEBOOKS, type Story } from './phrasebook.ts';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
/** After so many answers everybody has said what they had to say. */
const MOST_TURNS = 9;

export interface Identity {
  readonly did: string;
  readonly address: string;
  readonly name: string;
  readonly channelType: ChannelType;
  readonly fileLifeHours: number;
}

/** What somebody does next. A record, not a closure: it is saved with the world. */
type Plan =
  | { readonly kind: 'answer' }
  | { readonly kind: 'comeBack' }
  | { readonly kind: 'say'; readonly lines: readonly string[]; readonly after: AfterSaying }
  | { readonly kind: 'wonder'; readonly waitedMs: number };

interface AfterSaying {
  readonly files: readonly FileKind[];
  /** Has nothing more to say; otherwise waits so many minutes for us, from … to …. */
  readonly isContent: boolean;
  readonly patience: readonly [number, number];
}

type PersonState = 'writing' | 'waiting' | 'gone' | 'content';

/** A person as saved. Times are what is left of them: people pause while the PABX is off. */
export interface SavedPerson {
  readonly who: Identity;
  readonly language: Language;
  readonly story: number;
  readonly random: RandomMark;
  readonly state: PersonState;
  readonly told: number;
  readonly turns: number;
  readonly nudges: number;
  readonly unanswered: readonly string[];
  readonly plan: { readonly next: Plan; readonly leftMs: number } | null;
  readonly sending: readonly { readonly kind: FileKind; readonly leftMs: number }[];
}

export class Person {
  readonly #world: World;
  readonly #who: Identity;
  readonly #book: Phrasebook;
  readonly #random: Random;
  readonly #story: Story;
  #state: PersonState = 'writing';
  #told = 0;
  #turns = 0;
  #nudges = 0;
  #unanswered: string[] = [];
  #plan: { readonly next: Plan; readonly dueAt: number } | null = null;
  #timer: Disposable | null = null;
  readonly #sending = new Set<{ readonly kind: FileKind; readonly dueAt: number }>();

  /** @param story which of the book's stories is theirs; left out, chance decides. */
  constructor(world: World, who: Identity, book: Phrasebook, random: Random, story?: number) {
    this.#world = world;
    this.#who = who;
    this.#book = book;
    this.#random = random;
    const theirs = story === undefined ? undefined : book.stories[story];
    this.#story = theirs ?? random.pick(book.stories);
  }

  /** Somebody who goes on where they stood when the world was saved. */
  static from(world: World, saved: SavedPerson): Person {
    const { who, language, story } = saved;
    const person = new Person(world, who, PHRASEBOOKS[language], Random.from(saved.random), story);
    person.#state = saved.state;
    person.#told = saved.told;
    person.#turns = saved.turns;
    person.#nudges = saved.nudges;
    person.#unanswered = [...saved.unanswered];
    if (saved.plan !== null) person.#do(saved.plan.leftMs, saved.plan.next);
    for (const { kind, leftMs } of saved.sending) person.#sendAfter(leftMs, kind);
    return person;
  }

  save(): SavedPerson {
    const now = this.#world.clock.now();
    return {
      who: this.#who,
      language: this.#book.language,
      story: this.#book.stories.indexOf(this.#story),
      random: this.#random.mark(),
      state: this.#state,
      told: this.#told,
      turns: this.#turns,
      nudges: this.#nudges,
      unanswered: this.#unanswered,
      plan: this.#plan === null ? null : { next: this.#plan.next, leftMs: this.#plan.dueAt - now },
      sending: [...this.#sending].map(({ kind, dueAt }) => ({ kind, leftMs: dueAt - now })),
    };
  }

  /** True while the person expects something of us. */
  get isActive(): boolean {
    return this.#state === 'writing' || this.#state === 'waiting';
  }

  /** The person has a matter and writes. */
  begin(): void {
    this.#state = 'writing';
    this.#sayAll(this.#story.opening, { files: [], isContent: false, patience: [3, 7] });
  }

  /** Virtual ms until a message that arrived is read; null when the phone lies in a drawer. */
  readsAfterMs(): number | null {
    return this.#random.chance(0.04) ? null : this.#random.int(1500, 9000);
  }

  /** Reads a message of ours, and answers after a pause to all that came meanwhile. */
  hear(text: string): void {
    this.#unanswered.push(text);
    this.#do(this.#random.int(2, 7) * SECOND_MS, { kind: 'answer' });
  }

  #answer(): void {
    const heard = this.#unanswered.join('\n');
    this.#unanswered = [];
    const wasContent = this.#state === 'content';
    this.#turns += 1;
    const fitting = this.#book.topics.find(({ asked }) => asked.test(heard));
    if (wasContent && (fitting === undefined || this.#turns > MOST_TURNS + 2)) return;
    const isOver =
      fitting?.topic === 'anythingElse' || fitting?.topic === 'solved' || this.#turns > MOST_TURNS;
    const words = fitting === undefined ? this.#tellOn() : this.#fill(this.#random.pick(fitting.answers));
    this.#state = 'writing';
    const isFile = fitting?.topic === 'picture' || fitting?.topic === 'voice';
    this.#sayAll([words], { files: isFile ? [fitting.topic] : [], isContent: isOver, patience: [4, 10] });
  }

  /** The next piece of the story, or a polite noise when all is told. */
  #tellOn(): string {
    const detail = this.#story.details[this.#told];
    this.#told += 1;
    return detail ?? this.#random.pick(this.#book.acknowledgements);
  }

  #wait(ms: number): void {
    this.#state = 'waiting';
    this.#do(ms, { kind: 'wonder', waitedMs: ms });
  }

  /** Waited in vain: asks once or twice; then gives up, and perhaps tries again the next day. */
  #wonder(waitedMs: number): void {
    this.#nudges += 1;
    // Whoever was answered before is more patient with a silence than who never heard from us.
    if (this.#nudges <= (this.#turns > 0 ? 1 : 2)) {
      this.#say(this.#random.pick(this.#book.nudges));
      return this.#wait(waitedMs * 2);
    }
    if (this.#random.chance(0.5)) this.#say(this.#random.pick(this.#book.givesUp));
    this.#state = 'gone';
    if (this.#random.chance(0.6)) this.#do(this.#random.int(18, 26) * HOUR_MS, { kind: 'comeBack' });
  }

  #comeBack(): void {
    this.#nudges = 1;
    this.#state = 'writing';
    const words = this.#random.pick(this.#book.comesBack);
    this.#sayAll([words], { files: [], isContent: false, patience: [5, 12] });
  }

  /** Types and sends line after line. The first words of a person come at once. */
  #sayAll(lines: readonly string[], after: AfterSaying): void {
    const [line] = lines;
    if (line === undefined) return this.#settle(after);
    const isFirst = this.#turns === 0 && this.#told === 0 && lines.length === this.#story.opening.length;
    const typingMs = isFirst ? 0 : this.#random.int(1200, 3000) + line.length * 70;
    this.#do(typingMs, { kind: 'say', lines, after });
  }

  /** All is said: sends what was asked for, and waits for us or is content. */
  #settle({ files, isContent, patience: [least, most] }: AfterSaying): void {
    for (const kind of files) this.#sendAfter(this.#random.int(3, 9) * SECOND_MS, kind);
    if (isContent) this.#state = 'content';
    else this.#wait(this.#random.int(least, most) * MINUTE_MS);
  }

  #say(line: string): void {
    const text = this.#random.chance(0.12) ? mistype(line, this.#random) : line;
    const { did, address, name } = this.#who;
    contactWrites(this.#world, { did, address, name, text });
  }

  #sendAfter(ms: number, kind: FileKind): void {
    const sending = { kind, dueAt: this.#world.clock.now() + ms };
    this.#sending.add(sending);
    this.#world.clock.after(ms, () => {
      this.#sending.delete(sending);
      const { did, address, name, channelType, fileLifeHours } = this.#who;
      const area = channelType === 'livechat' ? 'livechat' : 'chat';
      const file = this.#world.files.add(makeFile(kind, this.#random), area, fileLifeHours);
      contactWrites(this.#world, { did, address, name, file });
    });
  }

  #fill(words: string): string {
    return words
      .replaceAll('{n}', String(this.#random.int(10_000, 99_999)))
      .replaceAll(
        '{name}',
        this.#who.name === '' ? this.#random.pick(this.#book.firstNames) : this.#who.name,
      );
  }

  /** A person does one thing at a time: what was planned before is dropped. Paused people wait. */
  #do(ms: number, next: Plan): void {
    this.#timer?.dispose();
    this.#plan = { next, dueAt: this.#world.clock.now() + ms };
    this.#timer = this.#world.clock.after(ms, () => {
      if (!this.#world.settings.peopleRunning) return this.#do(MINUTE_MS, next);
      this.#plan = null;
      this.#carryOut(next);
    });
  }

  #carryOut(plan: Plan): void {
    if (plan.kind === 'answer') return this.#answer();
    if (plan.kind === 'comeBack') return this.#comeBack();
    if (plan.kind === 'wonder') return this.#wonder(plan.waitedMs);
    const [line, ...rest] = plan.lines;
    if (line !== undefined) this.#say(line);
    this.#sayAll(rest, plan.after);
  }
}

/** Two letters change places, or one is missed. */
export function mistype(text: string, random: Random): string {
  const letters = Array.from(text);
  if (letters.length < 4) return text;
  const at = random.int(1, letters.length - 2);
  const [a, b] = [letters[at] ?? '', letters[at + 1] ?? ''];
  letters.splice(at, 2, ...(random.chance(0.6) ? [b, a] : [b]));
  return letters.join('');
}
