// Electron's BrowserWindow: a page, which is real (web-contents.ts), and the window around it (window-frame.ts).
import { setTimeout as delay } from 'node:timers/promises';
import type * as Electron from 'electron';
import { browser } from '../chromium/browser.ts';
import { preventable } from '../core/events.ts';
import { guardClass, refuse } from '../core/guards.ts';
import { app } from './app.ts';
import { WebContents } from './web-contents.ts';
import type { WebContentsHost } from './web-contents-host.ts';
import { checkWebPreferences } from './web-preferences.ts';
import { WindowFrame } from './window-frame.ts';
import { windows } from './windows.ts';

type Emulated = 'close' | 'destroy' | 'loadURL' | 'reload';

/** Longest wait for a page to close before it is told again. */
const CLOSE_AGAIN_MS = 300;

let lastId = 0;

export class BrowserWindow extends WindowFrame implements Pick<Electron.BrowserWindow, Emulated> {
  static {
    guardClass('BrowserWindow', BrowserWindow);
  }
  readonly id: number;
  readonly webContents: WebContents;
  readonly loadFile = refuse('BrowserWindow.loadFile');
  #isDestroyed = false;
  #closed = Promise.withResolvers<undefined>();

  static getAllWindows(): BrowserWindow[] {
    return windows.all();
  }

  static getFocusedWindow(): BrowserWindow | null {
    return windows.focused() ?? null;
  }

  static fromId(id: number): BrowserWindow | null {
    return windows.byId(id) ?? null;
  }

  static fromWebContents(contents: WebContents | undefined): BrowserWindow | null {
    return windows.all().find((window) => window.webContents === contents) ?? null;
  }

  constructor(options: Electron.BrowserWindowConstructorOptions = {}) {
    super(options);
    const { webPreferences = {} } = options;
    checkWebPreferences(webPreferences);
    lastId += 1;
    this.id = lastId;
    const { width, height } = this.getBounds();
    const { preload, partition = '' } = webPreferences;
    this.webContents = new WebContents(
      { id: this.id, width, height, preload, partition },
      this.#hostOfPage(),
    );
    this.webContents.on('render-process-gone', (_event, details) =>
      app.emit('render-process-gone', preventable({}), this.webContents, details),
    );
    windows.add(this);
    this.resizePage();
    app.emit('web-contents-created', preventable({}), this.webContents);
    app.emit('browser-window-created', preventable({}), this);
  }

  #hostOfPage(): WebContentsHost {
    return {
      isFocused: () => this.isFocused(),
      focus: () => this.focus(),
      close: (ask) => void (ask ? this.askToClose() : this.#endPage()),
      openWindow: (options, url) => {
        const opened = new BrowserWindow(options);
        opened.loadURL(url).catch((error: unknown) => console.error('Electron stand-in: window.open', error));
        return opened;
      },
      titleChanged: (title) => {
        const event = preventable({});
        this.emit('page-title-updated', event, title, true);
        if (!event.defaultPrevented) this.setTitle(title);
      },
      loadedFirst: () => this.emit('ready-to-show', preventable({})),
    };
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.loadURL(url);
  }

  reload(): void {
    this.webContents.reload();
  }

  close(): void {
    void this.askToClose();
  }

  destroy(): void {
    void this.#endPage();
  }

  /** Closes unless a 'close' listener prevents it; answers whether the window is closed. */
  async askToClose(): Promise<boolean> {
    if (this.#isDestroyed) return true;
    const event = preventable({});
    this.emit('close', event);
    if (event.defaultPrevented) return false;
    await this.#endPage();
    return true;
  }

  /** Closes the page. Chromium drops an order that meets a navigation: it is repeated until the page is gone. */
  async #endPage(): Promise<void> {
    await this.webContents.whenAttached().catch(() => undefined);
    const { targetId } = this.webContents;
    while (!this.#isDestroyed) {
      const order = browser.session().send('Target.closeTarget', { targetId });
      // Where there is no such page (any more), nothing will report its end.
      await order.catch(() => this.pageGone());
      await Promise.race([this.#closed.promise, delay(CLOSE_AGAIN_MS, undefined, { ref: false })]);
    }
  }

  isDestroyed(): boolean {
    return this.#isDestroyed;
  }

  /** Called when Chromium reports that the page is gone, for whatever reason. */
  pageGone(): void {
    if (this.#isDestroyed) return;
    this.blur();
    this.#isDestroyed = true;
    windows.remove(this);
    this.webContents.destroyed();
    this.emit('closed');
    this.#closed.resolve(undefined);
    app.windowClosed();
  }

  protected resizePage(): void {
    const { width, height } = this.getBounds();
    const resize = async () => {
      await this.webContents.whenAttached();
      const { windowId } = await browser
        .session()
        .send('Browser.getWindowForTarget', { targetId: this.webContents.targetId });
      await browser.session().send('Browser.setContentsSize', { windowId, width, height });
    };
    resize().catch((error: unknown) => {
      if (!this.#isDestroyed && !app.isEnding)
        console.error('Electron stand-in: the page could not be resized.', error);
    });
  }
}
