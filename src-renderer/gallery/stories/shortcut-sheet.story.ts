import type { Story } from '../story.ts';

export const story: Story = {
  name: 'shortcut-sheet',
  load: async () => (await import('../ShortcutSheetState.vue')).default,
};
