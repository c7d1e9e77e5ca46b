import type { Story } from '../story.ts';

export const story: Story = {
  name: 'main-window-empty',
  load: async () => (await import('../../App.vue')).default,
  isFullPage: true,
  fixture: { sessions: [] },
};
