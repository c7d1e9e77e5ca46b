import type { Story } from '../story.ts';

export const story: Story = {
  name: 'conversation-gone',
  load: async () => (await import('../ConversationState.vue')).default,
  fixture: { sessions: [] },
};
