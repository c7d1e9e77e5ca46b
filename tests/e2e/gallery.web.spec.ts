// Every component in every state: it draws without a word in the console, under the window's CSP, and axe finds
// nothing serious or critical, in light, dark and high contrast.
import { globSync } from 'node:fs';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium, expect, test, type Browser } from '@playwright/test';
import { ROOT } from '#tests/support/processes.ts';
import { serveFolder, type StaticServer } from '#tests/support/static-server.ts';

const STORIES = globSync('src-renderer/gallery/stories/*.story.ts', { cwd: ROOT }).map((file) =>
  path.basename(file, '.story.ts'),
);

let server: StaticServer;
let browser: Browser;
test.beforeAll(async () => {
  server = await serveFolder(path.join(ROOT, 'dist', 'gallery'));
  browser = await chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  });
});
test.afterAll(async () => {
  await browser.close();
  await server.stop();
});

for (const story of STORIES) {
  test(`gallery: ${story}`, async () => {
    const context = await browser.newContext({
      viewport: { width: 1280, height: 800 },
      reducedMotion: 'reduce',
    });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    await page.goto(`${server.url}/gallery.html?story=${story}&theme=light&locale=pt-BR`);
    await expect(page.locator('#app')).not.toBeEmpty();
    for (const theme of ['light', 'dark', 'contrast']) {
      await page.locator('html').evaluate((root, name) => (root.dataset['theme'] = name), theme);
      // Colours fade from one theme into the next.
      await page.evaluate(() => {
        for (const animation of document.getAnimations())
          if (animation instanceof CSSTransition) animation.finish();
      });
      // One page without frames: no second page is needed to add up what frames say.
      const axe = new AxeBuilder({ page }).setLegacyMode();
      // Structure and names are the same in every theme; only colours differ.
      const { violations } = await (theme === 'light' ? axe : axe.withRules(['color-contrast'])).analyze();
      const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
      expect(
        serious.map(
          ({ id, nodes }) => `${theme}: ${id} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
        ),
      ).toEqual([]);
    }
    expect(complaints).toEqual([]);
    await context.close();
  });
}
