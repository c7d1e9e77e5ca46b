import { expect, it } from 'vitest';
import { Lifetime } from './lifetime.ts';

it('ends what was started in the opposite order, one after the other', async () => {
  const order: string[] = [];
  const lifetime = new Lifetime();
  lifetime.add({ dispose: () => void order.push('first') });
  lifetime.add({
    dispose: async () => {
      await Promise.resolve();
      order.push('second');
    },
  });
  await lifetime.dispose();
  expect(order).toEqual(['second', 'first']);
  await lifetime.dispose();
  expect(order).toHaveLength(2);
});

it('ends the rest when one fails, and tells of the failure', async () => {
  const order: string[] = [];
  const lifetime = new Lifetime();
  lifetime.add({ dispose: () => void order.push('first') });
  lifetime.add({ dispose: () => Promise.reject(new Error('stuck')) });
  await expect(lifetime.dispose()).rejects.toThrow('stuck');
  expect(order).toEqual(['first']);
});
