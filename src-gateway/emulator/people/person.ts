// One contact. Writes first, several short lines; reads, thinks, answers what was asked; sends a picture or a
// voice note when that is wanted; asks whether anybody is there; gives up; comes back the next day.
import type { Disposable } from '#shared/model/disposable.ts';
import { contactWrites } from '../messaging.ts';
import type { ChannelType } from '../model/entities.ts';
import type { Random } from '../model/random.ts';
import type { World } from '../world.ts';
import { type FileKind, makeFile } from './media.ts';
import type { Phrasebook, Story } from './phrasebook.ts';

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

export class Person {
  readonly #world: World;
  readonly #who: Identity;
  readonly #book: Phrasebook;
  readonly #random: Random;
  readonly #story: Story;
  #state: 'writing' | 'waiting' | 'gone' | 'content' = 'writing';
  #told = 0;
  #turns = 0;
  #nudges = 0;
  #unanswered: string[] = [];
  #next: Disposable | null = null;

  constructor(world: World, who: Identity, book: Phrasebook, random: Random) {
    this.#world = world;
    this.#who = who;
    this.#book = book;
    this.#random = random;
    this.#story = random.pick(book.stories);
  }

  /** True while the person expects something of us. */
  get isActive(): boolean {
    return this.#state === 'writing' || this.#state === 'waiting';
  }

  /** The person has a matter and writes. */
  begin(): void {
    this.#state = 'writing';
    this.#sayAll([...this.#story.opening], () => this.#wait(this.#random.int(3, 7) * MINUTE_MS));
  }

  /** Virtual ms until a message that arrived is read; null when the phone lies in a drawer. */
  readsAfterMs(): number | null {
    return this.#random.chance(0.04) ? null : this.#random.int(1500, 9000);
  }

  /** Reads a message of ours, and answers after a pause to all that came meanwhile. */
  hear(text: string): void {
    this.#unanswered.push(text);
    this.#do(this.#random.int(2, 7) * SECOND_MS, () => this.#answer());
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
    this.#sayAll([words], () => {
      if (fitting?.topic === 'picture') this.#send('picture');
      if (fitting?.topic === 'voice') this.#send('voice');
      if (isOver) this.#state = 'content';
      else this.#wait(this.#random.int(4, 10) * MINUTE_MS);
    });
  }

  /** The next piece of the story, or a polite noise when all is told. */
  #tellOn(): string {
    const detail = this.#story.details[this.#told];
    this.#told += 1;
    return detail ?? this.#random.pick(this.#book.acknowledgements);
  }

  /** Waits for us; asks once or twice; then gives up, and perhaps tries again the next day. */
  #wait(ms: number): void {
    this.#state = 'waiting';
    this.#do(ms, () => {
      this.#nudges += 1;
      // Whoever was answered before is more patient with a silence than who never heard from us.
      if (this.#nudges <= (this.#turns > 0 ? 1 : 2)) {
        this.#say(this.#random.pick(this.#book.nudges));
        return this.#wait(ms * 2);
      }
      if (this.#random.chance(0.5)) this.#say(this.#random.pick(this.#book.givesUp));
      this.#state = 'gone';
      if (this.#random.chance(0.6)) this.#do(this.#random.int(18, 26) * HOUR_MS, () => this.#comeBack());
    });
  }

  #comeBack(): void {
    this.#nudges = 1;
    this.#state = 'writing';
    this.#sayAll([this.#random.pick(this.#book.comesBack)], () =>
      this.#wait(this.#random.int(5, 12) * MINUTE_MS),
    );
  }

  /** Types and sends line after line. The first words of a person come at once. */
  #sayAll(lines: readonly string[], then: () => void): void {
    const [line, ...rest] = lines;
    if (line === undefined) return then();
    const isFirst = this.#turns === 0 && this.#told === 0 && lines.length === this.#story.opening.length;
    const typingMs = isFirst ? 0 : this.#random.int(1200, 3000) + line.length * 70;
    this.#do(typingMs, () => {
      this.#say(line);
      this.#sayAll(rest, then);
    });
  }

  #say(line: string): void {
    const text = this.#random.chance(0.12) ? mistype(line, this.#random) : line;
    const { did, address, name } = this.#who;
    contactWrites(this.#world, { did, address, name, text });
  }

  #send(kind: FileKind): void {
    this.#world.clock.after(this.#random.int(3, 9) * SECOND_MS, () => {
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
  #do(ms: number, act: () => void): void {
    this.#next?.dispose();
    this.#next = this.#world.clock.after(ms, () => {
      if (this.#world.settings.peopleRunning) act();
      else this.#do(MINUTE_MS, act);
    });
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
