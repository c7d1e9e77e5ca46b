// Electron's WebContents: one page of Chromium and what the app does with it. BrowserWindow makes it and hears
// from it through WebContentsHost.
import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';
import { browser } from '../chromium/browser.ts';
import type { DevToolsSession } from '../chromium/connection.ts';
import { noteCall } from '../core/calls.ts';
import { preventable } from '../core/events.ts';
import { guardClass, guardObject, refuse } from '../core/guards.ts';
import type { PageMessage } from '../page/wire.ts';
import { contextMenuParams } from './context-menu.ts';
import { ipcMain, IpcMain } from './ipc-main.ts';
import { LoadError } from './load-error.ts';
import type { MessagePortMain } from './message-port.ts';
import { nativeTheme } from './native-theme.ts';
import { assertCloneable, PageChannel } from './page-channel.ts';
import { PageRequests } from './page-requests.ts';
import { originOf, toApp, toChromium } from './protocol.ts';
import { sessionOf, type Session } from './session.ts';
import type { WebContentsHost, WebContentsOptions } from './web-contents-host.ts';
import { WebFrame } from './web-frame.ts';

type Emulated =
  | 'close'
  | 'focus'
  | 'forcefullyCrashRenderer'
  | 'getTitle'
  | 'getURL'
  | 'getZoomFactor'
  | 'getZoomLevel'
  | 'isCrashed'
  | 'isDestroyed'
  | 'isDevToolsOpened'
  | 'isFocused'
  | 'isLoading'
  | 'loadURL'
  | 'openDevTools'
  | 'closeDevTools'
  | 'reload'
  | 'send'
  | 'setVisualZoomLevelLimits'
  | 'setZoomFactor'
  | 'setZoomLevel';

const CRASHED = { reason: 'crashed', exitCode: 5 } as const;

export class WebContents extends EventEmitter implements Pick<Electron.WebContents, Emulated> {
  static {
    guardClass('webContents', WebContents);
  }
  readonly id: number;
  readonly ipc = new IpcMain();
  readonly mainFrame: WebFrame;
  readonly session: Session;
  /** DevTools target of the page: what Playwright knows it by. */
  targetId = '';
  readonly executeJavaScript = refuse('webContents.executeJavaScript');
  readonly replaceMisspelling = refuse('webContents.replaceMisspelling');
  readonly loadFile = refuse('webContents.loadFile');
  #host: WebContentsHost;
  #channel = new PageChannel((message) => this.#receive(message));
  #attached: Promise<DevToolsSession>;
  #url = '';
  #title = '';
  #expected: string | undefined;
  #hasNavigated = false;
  #hasLoaded = false;
  #isLoading = false;
  #isCrashed = false;
  #isDestroyed = false;
  #isDevToolsOpened = false;
  #zoomLevel = 0;
  #windowOpen: ((details: Electron.HandlerDetails) => Electron.WindowOpenHandlerResponse) | undefined;

  constructor(options: WebContentsOptions, host: WebContentsHost) {
    super();
    this.id = options.id;
    this.#host = host;
    this.session = sessionOf(options.partition);
    this.mainFrame = new WebFrame(this);
    this.#attached = this.#attach(options);
    this.#attached.catch((error: unknown) => {
      if (!this.#isDestroyed) console.error('Electron stand-in: a window could not be made.', error);
    });
  }

  /** Resolves when the page exists in Chromium. */
  async whenAttached(): Promise<DevToolsSession> {
    return this.#attached;
  }

  async #attach({ preload, width, height }: WebContentsOptions): Promise<DevToolsSession> {
    const { targetId } = await browser
      .session()
      .send('Target.createTarget', { url: 'about:blank', newWindow: true, width, height });
    this.targetId = targetId;
    const { sessionId } = await browser.session().send('Target.attachToTarget', { targetId, flatten: true });
    const page = browser.session(sessionId);
    this.#watch(page);
    const requests = new PageRequests(page, targetId, this.id, this.session.rules, {
      mayNavigate: (url, isMainFrame) => this.#mayNavigate(url, isMainFrame),
    });
    const applyRules = () => this.#tell(requests.watch());
    const applyTheme = () => this.#tell(this.#showTheme(page));
    this.session.on('stand-in-rules', applyRules);
    nativeTheme.on('updated', applyTheme);
    this.once('destroyed', () => {
      this.session.off('stand-in-rules', applyRules);
      nativeTheme.off('updated', applyTheme);
    });
    await Promise.all([
      this.#channel.attach(page, targetId, preload),
      requests.watch(),
      page.send('Inspector.enable'),
      this.#showTheme(page),
    ]);
    return page;
  }

  #watch(page: DevToolsSession): void {
    page.on('Page.domContentEventFired', () => this.#hasNavigated && this.emit('dom-ready', preventable({})));
    page.on('Page.loadEventFired', () => {
      if (!this.#hasNavigated) return;
      this.#isLoading = false;
      this.emit('did-finish-load');
      this.emit('did-stop-loading');
      if (!this.#hasLoaded) this.#host.loadedFirst();
      this.#hasLoaded = true;
    });
    page.on('Page.frameNavigated', ({ frame }) => {
      if (frame.parentId !== undefined || (this.#expected === undefined && !this.#hasNavigated)) return;
      this.#hasNavigated = true;
      this.#isCrashed = false;
      this.#url = toApp(frame.url);
      this.#tell(this.session.applyPermissionChecks(this, this.#url));
      this.emit('did-navigate', preventable({}), this.#url, 200, '');
    });
    page.on('Page.navigatedWithinDocument', ({ frameId, url }) => {
      if (frameId !== this.targetId) return;
      this.#url = toApp(url);
      this.emit('did-navigate-in-page', preventable({}), this.#url, true);
    });
    page.on('Inspector.targetCrashed', () => {
      this.#isCrashed = true;
      this.#channel.endDocument();
      this.emit('render-process-gone', preventable({}), { ...CRASHED });
    });
  }

  #showTheme(page: DevToolsSession): Promise<unknown> {
    const value = nativeTheme.themeSource;
    const features = value === 'system' ? [] : [{ name: 'prefers-color-scheme', value }];
    return page.send('Emulation.setEmulatedMedia', { features });
  }

  /** Runs a DevTools command nobody waits for: a page that is gone by then is no failure, anything else is told. */
  #tell(command: Promise<unknown>): void {
    command.catch((error: unknown) => {
      if (!this.#isDestroyed) console.error('Electron stand-in:', error);
    });
  }

  #mayNavigate(url: string, isMainFrame: boolean): boolean {
    // loadURL and reload are the app's own doing: Electron asks about neither.
    if (isMainFrame && (url === this.#expected || url === this.#url)) return true;
    const event = preventable({
      url,
      isMainFrame,
      isSameDocument: false,
      frame: this.mainFrame,
      initiator: this.mainFrame,
    });
    if (isMainFrame) this.emit('will-navigate', event, url, false, true);
    if (!event.defaultPrevented) this.emit('will-frame-navigate', event);
    return !event.defaultPrevented;
  }

  #receive(message: PageMessage): void {
    switch (message.kind) {
      case 'send': {
        const event = this.#ipcEvent(this.#channel.receivePorts(message.ports));
        this.emit('ipc-message', event, message.channel, ...message.args);
        this.ipc.emit(message.channel, event, ...message.args);
        ipcMain.emit(message.channel, event, ...message.args);
        return;
      }
      case 'invoke':
        return void this.#answer(message.id, message.channel, () =>
          this.#invoke(message.channel, message.args),
        );
      case 'permission':
        return void this.#answer(message.id, 'permission', () =>
          this.session.askPermission(this, message.permission),
        );
      case 'open':
        return this.openRequested(toApp(message.url), message.name, message.features);
      case 'title':
        if (message.title === this.#title) return;
        this.#title = message.title;
        return this.#host.titleChanged(message.title);
      case 'context-menu':
        return void this.emit(
          'context-menu',
          preventable({}),
          contextMenuParams(message.report, this.mainFrame),
        );
      case 'preload-error':
        console.error('Electron stand-in: the preload script failed.', message.error);
        return void this.emit('preload-error', preventable({}), '', message.error);
      case 'port-message':
      case 'port-close':
        throw new Error('Electron stand-in: ports are the channel’s own business.');
    }
  }

  async #answer(id: number, channel: string, work: () => Promise<unknown>): Promise<void> {
    try {
      const value = await work();
      assertCloneable(value);
      this.#channel.send({ kind: 'reply', id, value });
    } catch (error) {
      console.error(`Error occurred in handler for '${channel}':`, error);
      this.#channel.send({
        kind: 'reply',
        id,
        error: `Error invoking remote method '${channel}': ${String(error)}`,
      });
    }
  }

  async #invoke(channel: string, args: unknown[]): Promise<unknown> {
    const handler = this.ipc.handlerOf(channel) ?? ipcMain.handlerOf(channel);
    if (!handler) throw new Error(`No handler registered for '${channel}'`);
    return handler(this.#ipcEvent([]), ...args);
  }

  #ipcEvent(ports: MessagePortMain[]): object {
    return guardObject('ipcMain event', {
      ...preventable({}),
      type: 'frame',
      processId: 1,
      frameId: 1,
      sender: this,
      senderFrame: this.mainFrame,
      ports,
      reply: (channel: string, ...args: unknown[]) => this.send(channel, ...args),
    });
  }

  /** A page asked for a window (window.open, a link with a target): the app's handler decides. */
  openRequested(url: string, frameName = '', features = ''): void {
    const referrer = { url: this.#url, policy: 'strict-origin-when-cross-origin' as const };
    const details = { url, frameName, features, disposition: 'foreground-tab' as const, referrer };
    const answer = this.#windowOpen?.(details) ?? { action: 'allow' as const };
    if (answer.action === 'deny') return;
    const opened = this.#host.openWindow(answer.overrideBrowserWindowOptions ?? {}, url);
    this.emit('did-create-window', opened, details);
  }

  setWindowOpenHandler(
    handler: (details: Electron.HandlerDetails) => Electron.WindowOpenHandlerResponse,
  ): void {
    this.#windowOpen = handler;
  }

  async loadURL(url: string): Promise<void> {
    this.#isLoading = true;
    this.emit('did-start-loading');
    const page = await this.#attached;
    const address = new URL(toChromium(url)).href;
    this.#expected = toApp(address);
    await this.session.applyPermissionChecks(this, url);
    const loaded = this.#nextLoad(url);
    const { errorText, loaderId } = await page.send('Page.navigate', { url: address });
    if (errorText !== undefined) {
      this.#isLoading = false;
      const failure = new LoadError(errorText, url);
      this.emit('did-fail-load', preventable({}), failure.errno, failure.code, url, true, 1, 1);
      throw failure;
    }
    // Without a loader the address changed within the document, which is loaded already.
    if (loaderId !== undefined) await loaded;
    this.#expected = undefined;
  }

  #nextLoad(url: string): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<undefined>();
    const fail = () => reject(new LoadError('net::ERR_FAILED', url));
    this.once('destroyed', fail);
    this.once('did-finish-load', () => {
      this.off('destroyed', fail);
      resolve(undefined);
    });
    // Nobody may be waiting any more when the page goes.
    promise.catch(() => undefined);
    return promise;
  }

  reload(): void {
    this.#isLoading = true;
    this.#tell(this.#attached.then((page) => page.send('Page.reload')));
  }

  getURL(): string {
    return this.#url;
  }

  get origin(): string {
    return originOf(this.#url);
  }

  getTitle(): string {
    return this.#title;
  }

  isLoading(): boolean {
    return this.#isLoading;
  }

  isCrashed(): boolean {
    return this.#isCrashed;
  }

  forcefullyCrashRenderer(): void {
    // Chromium never answers this one: the page that would is gone.
    this.#attached.then((page) => page.send('Page.crash')).catch(() => undefined);
  }

  send(channel: string, ...args: unknown[]): void {
    assertCloneable(args);
    this.#channel.send({ kind: 'ipc', channel, args, ports: [] });
  }

  postMessage(channel: string, message: unknown, transfer: readonly MessagePortMain[] = []): void {
    this.#channel.sendWithPorts(channel, message, transfer);
  }

  focus(): void {
    this.#host.focus();
  }

  isFocused(): boolean {
    return this.#host.isFocused();
  }

  close(options?: Electron.CloseOpts): void {
    this.#host.close(options?.waitForBeforeUnload ?? false);
  }

  isDestroyed(): boolean {
    return this.#isDestroyed;
  }

  openDevTools(options?: Electron.OpenDevToolsOptions): void {
    noteCall('webContents.openDevTools', options);
    this.#isDevToolsOpened = true;
  }

  closeDevTools(): void {
    this.#isDevToolsOpened = false;
  }

  isDevToolsOpened(): boolean {
    return this.#isDevToolsOpened;
  }

  getZoomLevel(): number {
    return this.#zoomLevel;
  }

  setZoomLevel(level: number): void {
    noteCall('webContents.setZoomLevel', level);
    this.#zoomLevel = level;
  }

  getZoomFactor(): number {
    return 1.2 ** this.#zoomLevel;
  }

  setZoomFactor(factor: number): void {
    if (!(factor > 0)) throw new Error("'zoomFactor' must be a double greater than 0.0");
    this.setZoomLevel(Math.log(factor) / Math.log(1.2));
  }

  async setVisualZoomLevelLimits(minimumLevel: number, maximumLevel: number): Promise<void> {
    noteCall('webContents.setVisualZoomLevelLimits', minimumLevel, maximumLevel);
  }

  /** Called by the window when the page is gone. */
  destroyed(): void {
    this.#isDestroyed = true;
    this.#channel.endDocument();
    this.emit('destroyed');
  }
}
