import type { Story } from '../story.ts';

export const story: Story = {
  name: 'confirm',
  load: async () => (await import('../ConfirmState.vue')).default,
};
