import type { Story } from '../story.ts';
import { AppError } from '#shared/model/errors.ts';

export const story: Story = {
  name: 'main-window-refused',
  load: async () => (await import('../../App.vue')).default,
  isFullPage: true,
  fixture: { link: { state: 'refused', error: new AppError('auth.tokenInvalid').toData() } },
};
