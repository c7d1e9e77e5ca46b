// Every text a person sees, by typed key (`area.key`), in pt-BR, en and es. vue-i18n turns a text into a syntax
// tree and interprets it: no code is generated, so the content security policy needs no `unsafe-eval`.
// The tables are flat (`area.key` → text): a lookup is one property access and keys may contain dots.
import { inject, type App, type InjectionKey, type Ref } from 'vue';
import { createI18n } from 'vue-i18n';
import type { Locale } from '#shared/bridge/shell-contract.ts';
import { app as appArea } from './messages/app.ts';
import { composer } from './messages/composer.ts';
import { conversation } from './messages/conversation.ts';
import { details } from './messages/details.ts';
import { error } from './messages/errors.ts';
import { link } from './messages/link.ts';
import { message } from './messages/message.ts';
import { newSession } from './messages/newSession.ts';
import { preferences } from './messages/preferences.ts';
import { sessions } from './messages/sessions.ts';
import { shortcuts } from './messages/shortcuts.ts';
import { signIn } from './messages/signIn.ts';

export const AREAS = {
  app: appArea,
  composer,
  conversation,
  details,
  error,
  link,
  message,
  newSession,
  preferences,
  sessions,
  shortcuts,
  signIn,
};
type Areas = typeof AREAS;

/** `area.key` of any text. */
export type MessageKey = {
  [Area in keyof Areas]: `${Area}.${keyof Areas[Area]['en'] & string}`;
}[keyof Areas];

/** What fills the braces of a text; `count` also chooses between singular and plural. */
export type MessageValues = Record<string, string | number>;
export type Translate = (key: MessageKey, values?: MessageValues) => string;

export interface Texts {
  /** The text in the language of the moment; reactive. */
  readonly t: Translate;
  /** The language of the moment, for Intl. */
  readonly locale: Readonly<Ref<Locale>>;
  readonly setLocale: (locale: Locale) => void;
}

function flatten(locale: Locale): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [area, texts] of Object.entries(AREAS)) {
    for (const [key, text] of Object.entries<string>(texts[locale])) flat[`${area}.${key}`] = text;
  }
  return flat;
}

/** Makes the texts of one window. `t` works outside components as well. */
export function createTexts(locale: Locale): Texts {
  const i18n = createI18n({
    legacy: false,
    locale,
    fallbackLocale: 'pt-BR',
    messages: { 'pt-BR': flatten('pt-BR'), en: flatten('en'), es: flatten('es') },
    messageResolver: (table, path) => {
      const text = (table as Record<string, unknown>)[path];
      return typeof text === 'string' ? text : null;
    },
  });
  const { global } = i18n;
  return {
    t: (key, values) => (values ? global.t(key, values) : global.t(key)),
    locale: global.locale,
    setLocale: (next) => {
      global.locale.value = next;
    },
  };
}

const TEXTS: InjectionKey<Texts> = Symbol('texts');

export function provideTexts(app: App, texts: Texts): void {
  app.provide(TEXTS, texts);
}

/** `const { t, locale } = useTexts()` in a setup function or a store. */
export function useTexts(): Texts {
  const texts = inject(TEXTS);
  if (!texts) throw new Error('provideTexts was not called on this app before a text was asked for.');
  return texts;
}
