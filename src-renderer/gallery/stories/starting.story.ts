import type { Story } from '../story.ts';

export const story: Story = {
  name: 'starting',
  load: async () => (await import('../../App.vue')).default,
  isFullPage: true,
  fixture: { account: null },
};
