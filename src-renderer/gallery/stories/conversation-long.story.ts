import { longThread } from '../conversation-fixtures.ts';
import type { Story } from '../story.ts';

export const story: Story = {
  name: 'conversation-long',
  load: async () => (await import('../ConversationState.vue')).default,
  fixture: { messages: longThread(1000) },
};
