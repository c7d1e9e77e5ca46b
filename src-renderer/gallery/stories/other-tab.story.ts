import type { Story } from '../story.ts';

export const story: Story = {
  name: 'other-tab',
  load: async () => (await import('../../App.vue')).default,
  isFullPage: true,
  fixture: { isHolder: false },
};
