// Electron's `webContents` module, and the ties between windows and Chromium's pages.
import { browser } from '../chromium/browser.ts';
import { guardObject } from '../core/guards.ts';
import { toApp } from './protocol.ts';
import type { WebContents } from './web-contents.ts';
import { windows } from './windows.ts';

/** Electron's `webContents` module. */
export const webContents = guardObject('webContents', {
  getAllWebContents: (): WebContents[] => windows.all().map((window) => window.webContents),
  getFocusedWebContents: (): WebContents | null => windows.focused()?.webContents ?? null,
  fromId: (id: number): WebContents | undefined => windows.byId(id)?.webContents,
  fromDevToolsTargetId: (targetId: string): WebContents | undefined => windows.byTarget(targetId),
});

/** Ties windows to Chromium's pages: their ends, and pages that pages opened past our hooks. */
export async function watchPages(): Promise<void> {
  const chromium = browser.session();
  const windowOf = (targetId: string) =>
    windows.all().find((window) => window.webContents.targetId === targetId);
  chromium.on('Target.targetDestroyed', ({ targetId }) => windowOf(targetId)?.pageGone());
  chromium.on('Target.targetCreated', ({ targetInfo: { targetId, type, openerId, url } }) => {
    const opener = openerId === undefined ? undefined : windows.byTarget(openerId);
    const isOurs = url === 'about:blank' || windows.byTarget(targetId) !== undefined;
    if (type !== 'page' || (!opener && isOurs)) return;
    chromium
      .send('Target.closeTarget', { targetId })
      .catch((error: unknown) => console.error('Electron stand-in:', error));
    opener?.openRequested(toApp(url));
  });
  await chromium.send('Target.setDiscoverTargets', { discover: true });
}
