import type { Story } from '../story.ts';

export const story: Story = {
  name: 'main-window',
  load: async () => (await import('../../App.vue')).default,
  isFullPage: true,
};
