import type { Story } from '../story.ts';

export const story: Story = {
  name: 'conversation-empty',
  load: async () => (await import('../ConversationState.vue')).default,
  fixture: { messages: [] },
};
