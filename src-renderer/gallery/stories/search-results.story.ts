import type { Story } from '../story.ts';

export const story: Story = {
  name: 'search-results',
  load: async () => (await import('../SearchStates.vue')).default,
};
