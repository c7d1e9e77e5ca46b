// The window around a page: where it is, how large, whether shown and focused. Headless Chromium has none, so all
// of it is kept here; browser-window.ts adds the page. Sizes are those of the page's content.
import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';
import { noteCall } from '../core/calls.ts';
import { preventable } from '../core/events.ts';
import { app } from './app.ts';
import { WORK_AREA } from './screen.ts';
import { windows } from './windows.ts';

type Rectangle = Electron.Rectangle;
type State = 'normal' | 'minimized' | 'maximized' | 'full-screen';
type Emulated =
  | 'blur'
  | 'center'
  | 'flashFrame'
  | 'focus'
  | 'getBounds'
  | 'getContentBounds'
  | 'getMinimumSize'
  | 'getNormalBounds'
  | 'getPosition'
  | 'getSize'
  | 'getTitle'
  | 'hide'
  | 'isAlwaysOnTop'
  | 'isDestroyed'
  | 'isFocused'
  | 'isFullScreen'
  | 'isMaximized'
  | 'isMinimized'
  | 'isVisible'
  | 'maximize'
  | 'minimize'
  | 'moveTop'
  | 'restore'
  | 'setAlwaysOnTop'
  | 'setAutoHideMenuBar'
  | 'setBackgroundColor'
  | 'setBounds'
  | 'setFullScreen'
  | 'setIcon'
  | 'setMenuBarVisibility'
  | 'setMinimumSize'
  | 'setOverlayIcon'
  | 'setPosition'
  | 'setProgressBar'
  | 'setSize'
  | 'setSkipTaskbar'
  | 'setTitle'
  | 'show'
  | 'showInactive'
  | 'unmaximize';

function centered(width: number, height: number): Rectangle {
  return {
    x: Math.round((WORK_AREA.width - width) / 2),
    y: Math.round((WORK_AREA.height - height) / 2),
    width,
    height,
  };
}

export abstract class WindowFrame extends EventEmitter implements Pick<Electron.BrowserWindow, Emulated> {
  #title: string;
  #bounds: Rectangle;
  #minimum: [number, number];
  #state: State = 'normal';
  #isVisible: boolean;
  #isFocused = false;
  #isOnTop = false;

  constructor(options: Electron.BrowserWindowConstructorOptions) {
    super();
    if (!app.isReady()) throw new Error('Cannot create BrowserWindow before app is ready');
    this.#title = options.title ?? app.getName();
    this.#isVisible = options.show ?? true;
    this.#minimum = [options.minWidth ?? 0, options.minHeight ?? 0];
    const width = Math.max(options.width ?? 800, this.#minimum[0]);
    const height = Math.max(options.height ?? 600, this.#minimum[1]);
    const { x, y } = centered(width, height);
    this.#bounds = { x: options.x ?? x, y: options.y ?? y, width, height };
    if (this.#isVisible) setImmediate(() => this.appear());
  }

  abstract isDestroyed(): boolean;

  /** Makes the page as large as the window has become. */
  protected abstract resizePage(): void;

  show(): void {
    if (this.#isVisible) {
      this.focus();
      return;
    }
    this.#isVisible = true;
    this.appear();
  }

  /** Tells that the window is on the screen now, and gives it the focus. */
  protected appear(): void {
    this.emit('show');
    this.focus();
  }

  showInactive(): void {
    if (this.#isVisible) return;
    this.#isVisible = true;
    this.emit('show');
  }

  hide(): void {
    if (!this.#isVisible) return;
    this.blur();
    this.#isVisible = false;
    this.emit('hide');
  }

  isVisible(): boolean {
    return this.#isVisible;
  }

  focus(): void {
    if (this.#isFocused || !this.#isVisible || this.isDestroyed()) return;
    windows.focused()?.blur();
    this.#isFocused = true;
    this.emit('focus', preventable({}));
    app.emit('browser-window-focus', preventable({}), this);
  }

  blur(): void {
    if (!this.#isFocused) return;
    this.#isFocused = false;
    this.emit('blur', preventable({}));
    app.emit('browser-window-blur', preventable({}), this);
  }

  isFocused(): boolean {
    return this.#isFocused;
  }

  moveTop(): void {
    noteCall('BrowserWindow.moveTop');
  }

  minimize(): void {
    this.blur();
    this.#changeState('minimized', 'minimize');
  }

  isMinimized(): boolean {
    return this.#state === 'minimized';
  }

  restore(): void {
    this.#changeState('normal', 'restore');
    this.focus();
  }

  maximize(): void {
    this.#isVisible = true;
    this.#changeState('maximized', 'maximize');
  }

  unmaximize(): void {
    if (this.isMaximized()) this.#changeState('normal', 'unmaximize');
  }

  isMaximized(): boolean {
    return this.#state === 'maximized';
  }

  setFullScreen(flag: boolean): void {
    if (flag) this.#changeState('full-screen', 'enter-full-screen');
    else if (this.isFullScreen()) this.#changeState('normal', 'leave-full-screen');
  }

  isFullScreen(): boolean {
    return this.#state === 'full-screen';
  }

  #changeState(state: State, event: string): void {
    if (this.#state === state) return;
    this.#state = state;
    this.emit(event);
    if (state !== 'minimized') this.resizePage();
  }

  getBounds(): Rectangle {
    return this.isMaximized() || this.isFullScreen() ? { ...WORK_AREA } : { ...this.#bounds };
  }

  getContentBounds(): Rectangle {
    return this.getBounds();
  }

  getNormalBounds(): Rectangle {
    return { ...this.#bounds };
  }

  setBounds(bounds: Partial<Rectangle>): void {
    const before = this.#bounds;
    const after = { ...before, ...bounds };
    after.width = Math.max(after.width, this.#minimum[0]);
    after.height = Math.max(after.height, this.#minimum[1]);
    this.#bounds = after;
    if (after.x !== before.x || after.y !== before.y) this.emit('move');
    if (after.width === before.width && after.height === before.height) return;
    this.resizePage();
    this.emit('resize');
  }

  getSize(): number[] {
    const { width, height } = this.getBounds();
    return [width, height];
  }

  setSize(width: number, height: number): void {
    this.setBounds({ width, height });
  }

  getPosition(): number[] {
    const { x, y } = this.getBounds();
    return [x, y];
  }

  setPosition(x: number, y: number): void {
    this.setBounds({ x, y });
  }

  center(): void {
    this.setBounds(centered(this.#bounds.width, this.#bounds.height));
  }

  getMinimumSize(): number[] {
    return [...this.#minimum];
  }

  setMinimumSize(width: number, height: number): void {
    this.#minimum = [width, height];
  }

  getTitle(): string {
    return this.#title;
  }

  setTitle(title: string): void {
    this.#title = title;
  }

  setAlwaysOnTop(flag: boolean): void {
    this.#isOnTop = flag;
  }

  isAlwaysOnTop(): boolean {
    return this.#isOnTop;
  }

  flashFrame(flag: boolean): void {
    noteCall('BrowserWindow.flashFrame', flag);
  }

  setOverlayIcon(overlay: Electron.NativeImage | null, description: string): void {
    noteCall('BrowserWindow.setOverlayIcon', overlay, description);
  }

  setProgressBar(progress: number): void {
    noteCall('BrowserWindow.setProgressBar', progress);
  }

  setMenuBarVisibility(visible: boolean): void {
    noteCall('BrowserWindow.setMenuBarVisibility', visible);
  }

  setAutoHideMenuBar(hide: boolean): void {
    noteCall('BrowserWindow.setAutoHideMenuBar', hide);
  }

  setMenu(menu: object | null): void {
    noteCall('BrowserWindow.setMenu', menu);
  }

  removeMenu(): void {
    this.setMenu(null);
  }

  setBackgroundColor(color: string): void {
    noteCall('BrowserWindow.setBackgroundColor', color);
  }

  setIcon(icon: Electron.NativeImage | string): void {
    noteCall('BrowserWindow.setIcon', icon);
  }

  setSkipTaskbar(skip: boolean): void {
    noteCall('BrowserWindow.setSkipTaskbar', skip);
  }
}
