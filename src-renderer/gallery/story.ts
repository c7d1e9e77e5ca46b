import type { Component } from 'vue';
import type { Fixture, FixtureOptions } from './fixture-service.ts';

/** One component in some of its states, shown at `gallery.html?story=<name>`. */
export interface Story {
  /** kebab-case; what stands in the address. */
  readonly name: string;
  /** Reads the component when it is shown, so that the gallery starts quickly. */
  load(): Promise<Component>;
  /** What the service behind it holds; left out: the demo's call centre. */
  readonly fixture?: FixtureOptions;
  /** True for screens that fill the page; others stand on a padded ground. */
  readonly isFullPage?: boolean;
  /** Runs once the component is on screen: publish changes, open a dialog. */
  play?(fixture: Fixture): void | Promise<void>;
}
