// What a page (web-contents.ts) needs of the window that shows it (browser-window.ts).
import type * as Electron from 'electron';

/** What a window does for its page. */
export interface WebContentsHost {
  isFocused: () => boolean;
  focus: () => void;
  /** Shows a page that window.open or a link asked for and the app allowed. */
  openWindow: (options: Electron.BrowserWindowConstructorOptions, url: string) => object;
  /** Closes the window; asks the app before when `ask` is true. */
  close: (ask: boolean) => void;
  titleChanged: (title: string) => void;
  loadedFirst: () => void;
}

export interface WebContentsOptions {
  id: number;
  width: number;
  height: number;
  preload: string | undefined;
  partition: string;
}
