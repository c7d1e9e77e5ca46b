import type { Story } from '../story.ts';

export const story: Story = {
  name: 'preferences',
  load: async () => (await import('../PreferencesState.vue')).default,
};
