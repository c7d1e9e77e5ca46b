import type { Story } from '../story.ts';

export const story: Story = {
  name: 'toasts',
  load: async () => (await import('../ToastStates.vue')).default,
};
