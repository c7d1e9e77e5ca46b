import type { Story } from '../story.ts';
import { manySessions } from '../fixtures.ts';

export const story: Story = {
  name: 'main-window-busy',
  load: async () => (await import('../../App.vue')).default,
  isFullPage: true,
  fixture: { sessions: manySessions(5000) },
};
