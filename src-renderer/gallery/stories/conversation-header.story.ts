import type { Story } from '../story.ts';

export const story: Story = {
  name: 'conversation-header',
  load: async () => (await import('../HeaderStates.vue')).default,
};
