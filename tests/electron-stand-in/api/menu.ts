// Electron's Menu and MenuItem: the tree an app builds and what a click on an item does. Nothing is drawn.
import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';
import { noteCall } from '../core/calls.ts';
import { preventable } from '../core/events.ts';
import { guardClass } from '../core/guards.ts';
import { app } from './app.ts';
import type { BrowserWindow } from './browser-window.ts';
import { windows } from './windows.ts';

type ItemOptions = Omit<Electron.MenuItemConstructorOptions, 'submenu' | 'click'> & {
  submenu?: Menu | (ItemOptions | MenuItem)[];
  click?: (item: MenuItem, window: BrowserWindow | undefined, event: object) => void;
};

/** Roles whose effect can be had here; a click on any other role is noted and does nothing. */
const ROLES: Readonly<Record<string, (window: BrowserWindow | undefined) => void>> = {
  close: (window) => window?.close(),
  forceReload: (window) => window?.reload(),
  minimize: (window) => window?.minimize(),
  quit: () => app.quit(),
  reload: (window) => window?.reload(),
  resetZoom: (window) => window?.webContents.setZoomLevel(0),
  toggleDevTools: (window) => window?.webContents.openDevTools(),
  togglefullscreen: (window) => window?.setFullScreen(!window.isFullScreen()),
  zoomIn: (window) => window?.webContents.setZoomLevel(window.webContents.getZoomLevel() + 0.5),
  zoomOut: (window) => window?.webContents.setZoomLevel(window.webContents.getZoomLevel() - 0.5),
};

/** `toggleDevTools` → `Toggle Dev Tools`. */
function roleLabel(role: string): string {
  return role.replace(/^./, (first) => first.toUpperCase()).replace(/([a-z])([A-Z])/g, '$1 $2');
}

let lastCommandId = 0;

export class MenuItem {
  static {
    guardClass('MenuItem', MenuItem);
  }
  readonly commandId: number;
  readonly id: string;
  readonly type: NonNullable<Electron.MenuItemConstructorOptions['type']>;
  readonly role: Electron.MenuItemConstructorOptions['role'];
  readonly submenu: Menu | undefined;
  readonly accelerator: string | null;
  readonly icon: Electron.NativeImage | string | undefined;
  readonly registerAccelerator: boolean;
  menu: Menu | undefined = undefined;
  label: string;
  sublabel: string;
  toolTip: string;
  enabled: boolean;
  visible: boolean;
  checked: boolean;
  /** Called by the app's menu or by a test; a disabled item does nothing, as a person could not choose it. */
  click: (event?: object, window?: BrowserWindow) => void;

  constructor(options: ItemOptions) {
    lastCommandId += 1;
    this.commandId = lastCommandId;
    this.id = options.id ?? '';
    this.role = options.role;
    const { submenu } = options;
    this.submenu =
      submenu === undefined || submenu instanceof Menu ? submenu : Menu.buildFromTemplate(submenu);
    this.type = options.type ?? (this.submenu ? 'submenu' : 'normal');
    this.accelerator = options.accelerator ?? null;
    this.icon = options.icon;
    this.registerAccelerator = options.registerAccelerator ?? true;
    this.label = options.label ?? (options.role === undefined ? '' : roleLabel(options.role));
    this.sublabel = options.sublabel ?? '';
    this.toolTip = options.toolTip ?? '';
    this.enabled = options.enabled ?? true;
    this.visible = options.visible ?? true;
    this.checked = options.checked ?? false;
    this.click = (event = preventable({}), window = windows.focused()) => {
      if (!this.enabled) return;
      this.#toggle();
      if (options.click) options.click(this, window, event);
      else if (this.role !== undefined) this.#perform(this.role, window);
    };
  }

  #perform(role: string, window: BrowserWindow | undefined): void {
    const effect = ROLES[role];
    if (effect) effect(window);
    else noteCall(`MenuItem role ${role}`);
  }

  #toggle(): void {
    if (this.type === 'checkbox') this.checked = !this.checked;
    if (this.type !== 'radio') return;
    for (const item of this.menu?.radioGroupOf(this) ?? []) item.checked = item === this;
  }
}

export class Menu extends EventEmitter {
  static {
    guardClass('Menu', Menu);
  }
  static #applicationMenu: Menu | null = null;
  readonly items: MenuItem[] = [];
  #onClosed: (() => void) | undefined;

  static buildFromTemplate(template: readonly (ItemOptions | MenuItem)[]): Menu {
    const menu = new Menu();
    for (const entry of template) menu.append(entry instanceof MenuItem ? entry : new MenuItem(entry));
    return menu;
  }

  static setApplicationMenu(menu: Menu | null): void {
    Menu.#applicationMenu = menu;
  }

  static getApplicationMenu(): Menu | null {
    return Menu.#applicationMenu;
  }

  append(item: MenuItem): void {
    this.insert(this.items.length, item);
  }

  insert(position: number, item: MenuItem): void {
    item.menu = this;
    this.items.splice(position, 0, item);
  }

  getMenuItemById(id: string): MenuItem | null {
    for (const item of this.items) {
      const found = item.id === id ? item : item.submenu?.getMenuItemById(id);
      if (found) return found;
    }
    return null;
  }

  popup(options: Electron.PopupOptions = {}): void {
    noteCall('Menu.popup', this, options);
    this.#onClosed = options.callback;
    this.emit('menu-will-show', preventable({}));
  }

  closePopup(): void {
    this.emit('menu-will-close', preventable({}));
    this.#onClosed?.();
    this.#onClosed = undefined;
  }

  /** The radio items around `item`, up to the next separators. */
  radioGroupOf(item: MenuItem): MenuItem[] {
    const at = this.items.indexOf(item);
    const isEdge = ({ type }: MenuItem) => type === 'separator';
    const start = this.items.findLastIndex((other, index) => index < at && isEdge(other)) + 1;
    const end = this.items.findIndex((other, index) => index > at && isEdge(other));
    return this.items.slice(start, end < 0 ? undefined : end).filter(({ type }) => type === 'radio');
  }
}
