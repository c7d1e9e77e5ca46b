// What people and agents say, and how people understand what they are asked. One book per language.
import { ENGLISH } from './english.ts';
import { PORTUGUESE } from './portuguese.ts';
import { SPANISH } from './spanish.ts';

export type Language = 'pt' | 'en' | 'es';

/** What somebody may be asked; the first topic whose pattern fits a message decides the answer. */
export type Topic =
  | 'voice'
  | 'picture'
  | 'orderNumber'
  | 'document'
  | 'address'
  | 'name'
  | 'date'
  | 'anythingElse'
  | 'wait'
  | 'solved'
  | 'greeting';

export interface Story {
  /** Sent one after the other before anybody answers. */
  readonly opening: readonly string[];
  /** Told bit by bit when the agent asks on. */
  readonly details: readonly string[];
}

export interface Phrasebook {
  readonly language: Language;
  readonly firstNames: readonly string[];
  readonly lastNames: readonly string[];
  readonly stories: readonly Story[];
  /** In the order in which they are tried. `{n}` is a number, `{name}` the person's name. */
  readonly topics: readonly {
    readonly topic: Topic;
    readonly asked: RegExp;
    readonly answers: readonly string[];
  }[];
  readonly acknowledgements: readonly string[];
  readonly nudges: readonly string[];
  readonly givesUp: readonly string[];
  readonly comesBack: readonly string[];
  readonly agent: {
    readonly greetings: readonly string[];
    readonly questions: readonly string[];
    readonly closings: readonly string[];
  };
}

export const PHRASEBOOKS: Readonly<Record<Language, Phrasebook>> = {
  pt: PORTUGUESE,
  en: ENGLISH,
  es: SPANISH,
};
