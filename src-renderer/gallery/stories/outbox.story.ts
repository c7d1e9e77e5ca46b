import type { Story } from '../story.ts';
import { fixtureOutbox } from '../fixtures.ts';

export const story: Story = {
  name: 'outbox',
  load: async () => (await import('../OutboxState.vue')).default,
  fixture: { outbox: fixtureOutbox() },
};
