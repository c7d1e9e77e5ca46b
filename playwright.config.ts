import { defineConfig } from '@playwright/test';

// The same specs run on both hosts of the window. `desktop` is Electron itself where its runtime is installed
// (LYNK_ELECTRON=real), otherwise the stand-in of tests/electron-stand-in; its title says which.
const electron = process.env['LYNK_E2E_ELECTRON'] === 'real' ? 'Electron' : 'stand-in';

export default defineConfig({
  outputDir: 'test-results/playwright',
  timeout: 90_000,
  expect: { timeout: 15_000 },
  workers: 2,
  fullyParallel: true,
  forbidOnly: true,
  projects: [
    { name: 'web', testDir: 'tests/e2e', testIgnore: '**/*.desktop.spec.ts', metadata: { host: 'web' } },
    {
      name: `desktop on ${electron}`,
      testDir: 'tests/e2e',
      testIgnore: '**/*.web.spec.ts',
      metadata: { host: 'desktop' },
    },
    ...(electron === 'stand-in' ? [{ name: 'stand-in', testDir: 'tests/electron-stand-in' }] : []),
  ],
});
