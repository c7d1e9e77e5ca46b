import type { Story } from '../story.ts';

export const story: Story = {
  name: 'sign-in-open',
  load: async () => (await import('../../features/sign-in/SignInScreen.vue')).default,
  isFullPage: true,
  fixture: { account: null, defaultGateway: 'http://127.0.0.1:4780', signIn: 'open' },
};
