import type { Story } from '../story.ts';

export const story: Story = {
  name: 'details-panel',
  load: async () => (await import('../DetailsStates.vue')).default,
};
