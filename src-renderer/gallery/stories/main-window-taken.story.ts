import type { Story } from '../story.ts';
import { sessionId } from '../fixtures.ts';

/** The moment after a colleague picked a session up: its row is gone and a notice says who. */
export const story: Story = {
  name: 'main-window-taken',
  load: async () => (await import('../../App.vue')).default,
  isFullPage: true,
  play: async (fixture) => {
    await new Promise((resolve) => setTimeout(resolve, 400));
    fixture.publish({
      kind: 'sessionGone',
      sessionId: sessionId('3101'),
      reason: 'pickedUpByOther',
      by: 'Carlos Souza',
    });
  },
};
