// Chance with a seed: the same seed gives the same people, words and pauses on every run and machine.

/** Where a stream stands. */
export interface RandomMark {
  readonly seed: number;
  readonly state: number;
}

export class Random {
  #state: number;
  readonly #seed: number;

  constructor(seed: number) {
    this.#seed = seed;
    this.#state = seed | 0;
  }

  /** A stream that goes on where `mark` was taken. */
  static from(mark: RandomMark): Random {
    const random = new Random(mark.seed);
    random.#state = mark.state;
    return random;
  }

  mark(): RandomMark {
    return { seed: this.#seed, state: this.#state };
  }

  /** A stream of its own, so that what one part draws does not change what another gets. */
  fork(label: string): Random {
    let hash = 0x811c9dc5 ^ this.#seed;
    for (const character of label) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
    return new Random(hash);
  }

  /** A number in [0, 1): a Weyl sequence, its counter stirred by two rounds of xor-multiply. */
  next(): number {
    this.#state = (this.#state + 0x9e3779b9) | 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  }

  /** A whole number from `low` to `high`, both included. */
  int(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** One of `list`, which must not be empty. */
  pick<Item>(list: readonly Item[]): Item {
    const item = list[this.int(0, list.length - 1)];
    if (item === undefined) throw new RangeError('Nothing to pick from: the list is empty.');
    return item;
  }
}
