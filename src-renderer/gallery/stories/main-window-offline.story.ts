import type { Story } from '../story.ts';
import { fixtureOutbox } from '../fixtures.ts';

export const story: Story = {
  name: 'main-window-offline',
  load: async () => (await import('../../App.vue')).default,
  isFullPage: true,
  fixture: { link: { state: 'offline' }, outbox: fixtureOutbox() },
};
