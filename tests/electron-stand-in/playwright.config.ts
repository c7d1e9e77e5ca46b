// The stand-in's own proof. Run: npx playwright test -c tests/electron-stand-in
import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: import.meta.dirname,
  testMatch: '*.spec.ts',
  outputDir: '../../test-results/electron-stand-in',
  timeout: 30_000,
  expect: { timeout: 5000 },
  workers: 1,
  reporter: 'list',
});
