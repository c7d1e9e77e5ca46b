// The composition root of a window: clients, texts, clock, feed and stores, in that order. main.ts gives it the
// host's clients, the gallery gives it clients over memory; nothing else differs.
import { createPinia } from 'pinia';
import { createApp, type App, type Component } from 'vue';
import type { Locale } from '#shared/bridge/shell-contract.ts';
import { provideClients, type Clients } from './bridge/clients.ts';
import { errorOf } from './bridge/failures.ts';
import { createFeed, provideFeed, type Feed } from './bridge/feed.ts';
import { provideClock } from './composables/clock.ts';
import { createTexts, provideTexts } from './i18n/i18n.ts';
import './ui/base.css';

export interface WindowAppOptions {
  /** Shown until the preferences came. */
  readonly locale?: Locale;
  /** Stops the clock, for pictures. */
  readonly frozenAt?: number;
}

export interface WindowApp {
  readonly app: App;
  /** Not started: whoever mounts starts it when the stores are there. */
  readonly feed: Feed;
}

/** Builds the app around `root`; the caller mounts it. Unmounting ends the feed and the clock. */
export function createWindowApp(
  root: Component,
  clients: Clients,
  options: WindowAppOptions = {},
): WindowApp {
  const app = createApp(root);
  const feed = createFeed({
    subscribe: (signal) => clients.service.changes({}, { signal }),
    onBroken: (error) => console.warn('The change feed broke and is made anew:', errorOf(error).message),
  });
  provideClients(app, clients);
  provideTexts(app, createTexts(options.locale ?? 'pt-BR'));
  provideFeed(app, feed);
  const clock = provideClock(app, options.frozenAt);
  app.use(createPinia());
  app.onUnmount(() => {
    clock.dispose();
    feed.dispose();
  });
  return { app, feed };
}
