import { everyMessage, storyPicture } from '../conversation-fixtures.ts';
import type { Story } from '../story.ts';

export const story: Story = {
  name: 'conversation',
  load: async () => (await import('../ConversationState.vue')).default,
  fixture: { messages: everyMessage(), files: { picture: storyPicture } },
};
