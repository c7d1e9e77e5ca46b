import { storyPicture } from '../conversation-fixtures.ts';
import type { Story } from '../story.ts';

export const story: Story = {
  name: 'bubbles',
  load: async () => (await import('../BubbleStates.vue')).default,
  fixture: { files: { picture: storyPicture } },
};
