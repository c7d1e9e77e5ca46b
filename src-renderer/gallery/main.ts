// The gallery: every component in every state, without a host. The address chooses:
// `gallery.html?story=session-row&theme=dark&locale=es&density=compact`. Without a story it lists them.
import '#shared/bridge/no-generated-code.ts';
import { DEFAULT_PREFERENCES, Preferences } from '#shared/bridge/shell-contract.ts';
import { useAccountStore } from '../stores/account-store.ts';
import { usePreferencesStore } from '../stores/preferences-store.ts';
import { createWindowApp } from '../window-app.ts';
import { createFixture } from './fixture-service.ts';
import { FIXTURE_NOW } from './fixtures.ts';
import GalleryIndex from './GalleryIndex.vue';
import StoryFrame from './StoryFrame.vue';
import type { Story } from './story.ts';

const modules = import.meta.glob<{ story: Story }>('./stories/*.story.ts', { eager: true });
const stories = Object.values(modules).map((module) => module.story);

const query = new URLSearchParams(location.search);
const asked = (name: 'locale' | 'theme' | 'density'): unknown => query.get(name) ?? DEFAULT_PREFERENCES[name];
const preferences = Preferences.parse({
  ...DEFAULT_PREFERENCES,
  locale: query.get('locale') ?? 'pt-BR',
  theme: asked('theme'),
  density: asked('density'),
});

async function show(story: Story | undefined): Promise<void> {
  const fixture = createFixture({ preferences, ...story?.fixture });
  const root = story ? StoryFrame : GalleryIndex;
  const { app, feed } = createWindowApp(root, fixture.clients, { frozenAt: FIXTURE_NOW });
  app.provide('stories', stories);
  if (story) {
    app.provide('story', { component: await story.load(), isFullPage: story.isFullPage === true });
  }
  app.runWithContext(() => {
    const store = usePreferencesStore();
    store.accept(preferences);
    store.applyTo(document.documentElement);
    useAccountStore();
  });
  if (story?.isFullPage !== true) feed.start();
  app.mount('#app');
  await story?.play?.(fixture);
  document.documentElement.dataset['ready'] = 'true';
}

void show(stories.find((story) => story.name === query.get('story')));
