// The small modules of Electron that only touch the desktop: shell, clipboard, powerMonitor, globalShortcut,
// crashReporter. What cannot be done here is noted (core/calls.ts).
import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';
import { noteCall } from '../core/calls.ts';
import { guardClass, guardObject } from '../core/guards.ts';

export const shell = guardObject('shell', {
  beep: () => noteCall('shell.beep'),
  openExternal: async (url, options) => noteCall('shell.openExternal', url, options),
  openPath: async (path) => {
    noteCall('shell.openPath', path);
    return '';
  },
  showItemInFolder: (path) => noteCall('shell.showItemInFolder', path),
} satisfies Partial<Electron.Shell>);

let clipboardText = '';

/** A clipboard of this process alone: tests that run side by side must not share one. */
export const clipboard = guardObject('clipboard', {
  clear: () => {
    clipboardText = '';
  },
  readText: async () => clipboardText,
  writeText: async (text) => {
    clipboardText = text;
  },
} satisfies Partial<Electron.Clipboard>);

type PowerEmulated = 'getSystemIdleState' | 'getSystemIdleTime' | 'isOnBatteryPower' | 'onBatteryPower';

/** An awake computer on mains. Tests emit 'suspend', 'resume', 'lock-screen'… and replace the getters. */
class PowerMonitor extends EventEmitter implements Pick<Electron.PowerMonitor, PowerEmulated> {
  static {
    guardClass('powerMonitor', PowerMonitor);
  }
  onBatteryPower = false;

  isOnBatteryPower(): boolean {
    return this.onBatteryPower;
  }

  getSystemIdleTime(): number {
    return 0;
  }

  getSystemIdleState(idleThreshold: number): ReturnType<Electron.PowerMonitor['getSystemIdleState']> {
    if (idleThreshold <= 0) throw new Error('Invalid idle threshold, must be greater than 0');
    return this.getSystemIdleTime() >= idleThreshold ? 'idle' : 'active';
  }
}

export const powerMonitor = new PowerMonitor();

const shortcuts = new Map<string, () => void>();

export const globalShortcut = guardObject('globalShortcut', {
  register: (accelerator, callback) => {
    noteCall('globalShortcut.register', accelerator, callback);
    shortcuts.set(accelerator, callback);
    return true;
  },
  isRegistered: (accelerator) => shortcuts.has(accelerator),
  unregister: (accelerator) => void shortcuts.delete(accelerator),
  unregisterAll: () => shortcuts.clear(),
} satisfies Partial<Electron.GlobalShortcut>);

export const crashReporter = guardObject('crashReporter', {
  start: (options) => noteCall('crashReporter.start', options),
} satisfies Partial<Electron.CrashReporter>);
