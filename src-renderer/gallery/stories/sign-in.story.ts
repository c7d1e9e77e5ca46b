import type { Story } from '../story.ts';

export const story: Story = {
  name: 'sign-in',
  load: async () => (await import('../../features/sign-in/SignInScreen.vue')).default,
  isFullPage: true,
  fixture: { account: null },
};
