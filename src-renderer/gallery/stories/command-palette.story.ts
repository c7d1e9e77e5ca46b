import type { Story } from '../story.ts';

export const story: Story = {
  name: 'command-palette',
  load: async () => (await import('../PaletteState.vue')).default,
};
