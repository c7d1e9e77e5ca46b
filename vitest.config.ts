import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vitest/config';

// Unit tests leave nothing behind (no module state, no mocks): they share threads, which halves their time.
const shared = { pool: 'threads' as const, isolate: false };
const node = { environment: 'node' as const, restoreMocks: true, testTimeout: 20_000 };

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...node,
          ...shared,
          name: 'unit',
          include: ['src-{shared,service,gateway,main,web}/**/*.test.ts', 'build/**/*.test.ts'],
        },
      },
      {
        plugins: [vue()],
        test: { ...node, ...shared, name: 'window', include: ['src-renderer/**/*.test.ts'] },
      },
      {
        test: {
          ...node,
          name: 'integration',
          include: ['tests/integration/**/*.test.ts'],
          testTimeout: 60_000,
        },
      },
    ],
  },
});
