import type { Story } from '../story.ts';

export const story: Story = {
  name: 'composer',
  load: async () => (await import('../ComposerStates.vue')).default,
};
