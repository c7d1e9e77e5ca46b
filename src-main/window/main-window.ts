// The one window: sandboxed, shown when it has something to show, remembered where it stood. Closing hides it where
// a tray (or the Dock) brings it back; otherwise closing is quitting.
import { BrowserWindow, screen } from 'electron';
import type { Disposable } from '#shared/model/disposable.ts';
import { APP_ORIGIN } from '../protocol.ts';
import type { Log } from '../log.ts';
import type { PreferenceStore } from '../preferences.ts';
import { placeWindow } from './bounds.ts';

const BACKGROUND = { light: '#ffffff', dark: '#16181d' };
const SAVE_AFTER_MS = 500;
/** A page that dies while it loads must not take the processor with it. */
const RELOAD_AFTER_MS = 1000;

export interface MainWindowOptions {
  readonly preload: string;
  readonly icon: string;
  readonly preferences: PreferenceStore;
  readonly isDark: () => boolean;
  /** True where a hidden window can be brought back. */
  readonly canHide: () => boolean;
  readonly log: Log;
}

export class MainWindow implements Disposable {
  readonly #options: MainWindowOptions;
  #window: BrowserWindow | undefined;
  #mayClose = false;

  constructor(options: MainWindowOptions) {
    this.#options = options;
  }

  get isFocused(): boolean {
    return this.#window?.isFocused() === true;
  }

  /** Makes the window where there is none, and brings it before the person's eyes. */
  show(): void {
    const window = this.#window;
    if (window === undefined) {
      this.#open();
      return;
    }
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  }

  /** Loads the page anew; it asks for new ports. */
  reload(): void {
    this.#window?.webContents.reload();
  }

  setTitle(title: string): void {
    this.#window?.setTitle(title);
  }

  /** From now on closing closes: the app quits. */
  letClose(): void {
    this.#mayClose = true;
  }

  dispose(): void {
    this.letClose();
    this.#window?.destroy();
    this.#window = undefined;
  }

  #open(): void {
    const { preload, icon, preferences, isDark, canHide, log } = this.#options;
    const remembered = preferences.bounds;
    const workAreas = screen.getAllDisplays().map((display) => display.workArea);
    const window = new BrowserWindow({
      ...placeWindow(remembered, workAreas),
      minWidth: 360,
      minHeight: 480,
      show: false,
      title: 'Lynk',
      icon,
      backgroundColor: isDark() ? BACKGROUND.dark : BACKGROUND.light,
      autoHideMenuBar: true,
      webPreferences: { preload, sandbox: true, contextIsolation: true, nodeIntegration: false },
    });
    this.#window = window;
    window.once('ready-to-show', () => {
      if (remembered?.isMaximized === true) window.maximize();
      window.show();
    });
    // The page names itself after the sessions that wait (shell.window.setTitle); the document's title is older.
    window.on('page-title-updated', (event) => event.preventDefault());
    let timer: NodeJS.Timeout | undefined;
    const remember = (): void => {
      clearTimeout(timer);
      if (window.isDestroyed() || window.isMinimized()) return;
      preferences.bounds = { ...window.getNormalBounds(), isMaximized: window.isMaximized() };
    };
    const rememberSoon = (): void => {
      clearTimeout(timer);
      timer = setTimeout(remember, SAVE_AFTER_MS);
    };
    window.on('resize', rememberSoon);
    window.on('move', rememberSoon);
    window.on('close', (event) => {
      remember();
      if (this.#mayClose || !canHide()) return;
      event.preventDefault();
      window.hide();
    });
    window.once('closed', () => {
      clearTimeout(timer);
      this.#window = undefined;
    });
    window.webContents.on('render-process-gone', (_event, { reason }) => {
      log.warn('the page died and is loaded again', { reason });
      setTimeout(() => this.reload(), RELOAD_AFTER_MS);
    });
    // A failure is the page's own affair to show; a load that was cut off by quitting is none.
    window.loadURL(`${APP_ORIGIN}/`).catch(() => undefined);
  }
}
