import { STORY_CONTACTS } from '../conversation-fixtures.ts';
import type { Story } from '../story.ts';

export const story: Story = {
  name: 'new-session',
  load: async () => (await import('../NewSessionState.vue')).default,
  fixture: { contacts: STORY_CONTACTS },
};
