import type { Story } from '../story.ts';

export const story: Story = {
  name: 'session-row',
  load: async () => (await import('../SessionRowStates.vue')).default,
};
