// All open windows of the app, in the order they were focused (last focused last). Filled by BrowserWindow; read
// by app, menus and dialogs. Types only: it must not pull in the windows' code.
import type { BrowserWindow } from './browser-window.ts';
import type { WebContents } from './web-contents.ts';

const open = new Map<number, BrowserWindow>();

export const windows = {
  add: (window: BrowserWindow) => void open.set(window.id, window),
  remove: (window: BrowserWindow) => void open.delete(window.id),
  all: (): BrowserWindow[] => [...open.values()].sort((a, b) => a.id - b.id),
  byId: (id: number): BrowserWindow | undefined => open.get(id),
  focused: (): BrowserWindow | undefined => [...open.values()].find((window) => window.isFocused()),
  byTarget: (targetId: string): WebContents | undefined =>
    [...open.values()].find((window) => window.webContents.targetId === targetId)?.webContents,
};
