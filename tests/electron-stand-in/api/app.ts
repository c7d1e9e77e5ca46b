// Electron's `app`: the life of the application. main.ts calls `becomeReady`; windows tell it when they closed.
import { EventEmitter } from 'node:events';
import { mkdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type * as Electron from 'electron';
import { browser } from '../chromium/browser.ts';
import { noteCall } from '../core/calls.ts';
import { preventable } from '../core/events.ts';
import { guardClass, guardObject, refuse } from '../core/guards.ts';
import { appendedSwitches, givenSwitches, runtime, switchValue } from '../core/runtime.ts';
import { appLocale, preferredLanguages, systemLocale } from './locale.ts';
import { SingleInstanceLock } from './single-instance.ts';
import { windows } from './windows.ts';

type Emulated =
  | 'addRecentDocument'
  | 'disableHardwareAcceleration'
  | 'enableSandbox'
  | 'exit'
  | 'focus'
  | 'getAppPath'
  | 'getBadgeCount'
  | 'getLocale'
  | 'getLoginItemSettings'
  | 'getName'
  | 'getPath'
  | 'getPreferredSystemLanguages'
  | 'getSystemLocale'
  | 'getVersion'
  | 'hasSingleInstanceLock'
  | 'isDefaultProtocolClient'
  | 'isPackaged'
  | 'isReady'
  | 'quit'
  | 'releaseSingleInstanceLock'
  | 'removeAsDefaultProtocolClient'
  | 'requestSingleInstanceLock'
  | 'setAboutPanelOptions'
  | 'setAppUserModelId'
  | 'setAsDefaultProtocolClient'
  | 'setBadgeCount'
  | 'setLoginItemSettings'
  | 'setName'
  | 'setPath'
  | 'whenReady';

const commandLine = guardObject('app.commandLine', {
  appendSwitch: (name: string, value = '') => void appendedSwitches.set(name, value),
  hasSwitch: (name: string) => switchValue(name) !== undefined,
  getSwitchValue: (name: string) => switchValue(name) ?? '',
} satisfies Partial<Electron.CommandLine>);

class App extends EventEmitter implements Pick<Electron.App, Emulated> {
  static {
    guardClass('app', App);
  }
  readonly commandLine = commandLine;
  readonly isPackaged = false;
  /** Linux has none. */
  readonly dock = undefined;
  #ready = Promise.withResolvers<undefined>();
  #isReady = false;
  #isQuitting = false;
  #isExiting = false;
  #paths = new Map<string, string>();
  #badge = 0;
  #login: Electron.Settings = {};
  #protocols = new Set<string>();
  #lock = new SingleInstanceLock();
  readonly relaunch = refuse('app.relaunch');

  whenReady(): Promise<void> {
    return this.#ready.promise;
  }

  isReady(): boolean {
    return this.#isReady;
  }

  /** Called by main.ts once Chromium runs. Playwright's loader wraps `emit` and `whenReady` to hold this back. */
  becomeReady(): void {
    this.#isReady = true;
    this.emit('will-finish-launching');
    this.emit('ready', preventable({}), {});
    this.#ready.resolve(undefined);
  }

  /** True from the moment the app is bound to end. */
  get isEnding(): boolean {
    return this.#isExiting || this.#isQuitting;
  }

  /** Asks the app and its windows, then ends; any of them may prevent it. */
  quit(): void {
    if (this.isEnding) return;
    this.#isQuitting = true;
    // As in Electron, the caller's own code runs on before anything is asked.
    setImmediate(() => {
      this.#askToQuit()
        .then((agreed) => {
          this.#isQuitting = false;
          if (agreed) this.exit(0);
        })
        .catch((error: unknown) => {
          console.error('Electron stand-in: quitting failed.', error);
          this.exit(70);
        });
    });
  }

  async #askToQuit(): Promise<boolean> {
    const before = preventable({});
    this.emit('before-quit', before);
    if (before.defaultPrevented) return false;
    for (const window of windows.all()) {
      if (!(await window.askToClose())) return false;
    }
    const will = preventable({});
    this.emit('will-quit', will);
    return !will.defaultPrevented;
  }

  exit(exitCode = 0): void {
    if (this.#isExiting) return;
    this.#isExiting = true;
    this.emit('quit', preventable({}), exitCode);
    browser
      .stop()
      .catch((error: unknown) => console.error('Electron stand-in: Chromium did not end.', error))
      .finally(() => process.exit(exitCode));
  }

  /** Called by a window that closed; the last one ends the app unless it listens to 'window-all-closed'. */
  windowClosed(): void {
    if (this.isEnding || windows.all().length > 0) return;
    if (!this.emit('window-all-closed')) this.quit();
  }

  getName(): string {
    return runtime.name;
  }

  setName(name: string): void {
    runtime.name = name;
  }

  get name(): string {
    return runtime.name;
  }

  set name(name: string) {
    runtime.name = name;
  }

  getVersion(): string {
    return runtime.version;
  }

  getAppPath(): string {
    return runtime.appPath;
  }

  getLocale(): string {
    return appLocale();
  }

  getSystemLocale(): string {
    return systemLocale();
  }

  getPreferredSystemLanguages(): string[] {
    return preferredLanguages();
  }

  setPath(name: string, value: string): void {
    if (!path.isAbsolute(value)) throw new Error(`Failed to set path '${name}': '${value}' is not absolute.`);
    this.#paths.set(name, value);
  }

  getPath(name: string): string {
    const value = this.#paths.get(name) ?? this.#defaultPath(name);
    if (value === undefined) throw new Error(`Failed to get '${name}' path`);
    if (name === 'userData' || name === 'logs') mkdirSync(value, { recursive: true });
    return value;
  }

  #defaultPath(name: string): string | undefined {
    const home = os.homedir();
    const appData = process.env['XDG_CONFIG_HOME'] ?? path.join(home, '.config');
    switch (name) {
      case 'home':
        return home;
      case 'appData':
        return appData;
      case 'userData':
        return givenSwitches.get('user-data-dir') ?? path.join(appData, runtime.name);
      case 'sessionData':
        return this.getPath('userData');
      case 'logs':
        return path.join(this.getPath('userData'), 'logs');
      case 'temp':
        return os.tmpdir();
      case 'exe':
        return process.execPath;
      case 'desktop':
        return path.join(home, 'Desktop');
      case 'documents':
        return path.join(home, 'Documents');
      case 'downloads':
        return path.join(home, 'Downloads');
      default:
        return undefined;
    }
  }

  requestSingleInstanceLock(additionalData?: Record<string, unknown>): boolean {
    const self = { argv: [...process.argv], workingDirectory: process.cwd(), additionalData };
    return this.#lock.request(path.join(this.getPath('userData'), 'stand-in-instance'), self, (other) =>
      this.emit('second-instance', preventable({}), other.argv, other.workingDirectory, other.additionalData),
    );
  }

  hasSingleInstanceLock(): boolean {
    return this.#lock.isHeld;
  }

  releaseSingleInstanceLock(): void {
    this.#lock.release();
  }

  setBadgeCount(count = 0): boolean {
    this.#badge = count;
    return true;
  }

  getBadgeCount(): number {
    return this.#badge;
  }

  get badgeCount(): number {
    return this.#badge;
  }

  set badgeCount(count: number) {
    this.setBadgeCount(count);
  }

  setLoginItemSettings(settings: Electron.Settings): void {
    noteCall('app.setLoginItemSettings', settings);
    this.#login = { ...settings };
  }

  getLoginItemSettings(): Electron.LoginItemSettings {
    const openAtLogin = this.#login.openAtLogin ?? false;
    return {
      openAtLogin,
      wasOpenedAtLogin: false,
      status: openAtLogin ? 'enabled' : 'not-registered',
      executableWillLaunchAtLogin: openAtLogin,
      launchItems: [],
    };
  }

  setAsDefaultProtocolClient(scheme: string): boolean {
    this.#protocols.add(scheme);
    return true;
  }

  removeAsDefaultProtocolClient(scheme: string): boolean {
    return this.#protocols.delete(scheme);
  }

  isDefaultProtocolClient(scheme: string): boolean {
    return this.#protocols.has(scheme);
  }

  focus(): void {
    windows.all().at(-1)?.focus();
  }

  enableSandbox(): void {
    if (this.#isReady) throw new Error('app.enableSandbox() can only be called before app is ready');
    noteCall('app.enableSandbox');
  }

  disableHardwareAcceleration(): void {
    if (this.#isReady)
      throw new Error('app.disableHardwareAcceleration() can only be called before app is ready');
    noteCall('app.disableHardwareAcceleration');
  }

  setAppUserModelId(id: string): void {
    noteCall('app.setAppUserModelId', id);
  }

  setAboutPanelOptions(options: Electron.AboutPanelOptionsOptions): void {
    noteCall('app.setAboutPanelOptions', options);
  }

  addRecentDocument(file: string): void {
    noteCall('app.addRecentDocument', file);
  }
}

export const app = new App();
