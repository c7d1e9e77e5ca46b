import type { Story } from '../story.ts';

export const story: Story = {
  name: 'controls',
  load: async () => (await import('../ControlStates.vue')).default,
};
