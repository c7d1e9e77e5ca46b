// Electron's ipcMain; each WebContents has one of its own as `webContents.ipc`.
import { EventEmitter } from 'node:events';
import { guardClass } from '../core/guards.ts';

export type InvokeHandler = (event: object, ...args: unknown[]) => unknown;

export class IpcMain extends EventEmitter {
  static {
    guardClass('ipcMain', IpcMain);
  }
  #handlers = new Map<string, InvokeHandler>();

  handle(channel: string, handler: InvokeHandler): void {
    if (this.#handlers.has(channel))
      throw new Error(`Attempted to register a second handler for '${channel}'`);
    this.#handlers.set(channel, handler);
  }

  handleOnce(channel: string, handler: InvokeHandler): void {
    this.handle(channel, (event, ...args) => {
      this.removeHandler(channel);
      return handler(event, ...args);
    });
  }

  removeHandler(channel: string): void {
    this.#handlers.delete(channel);
  }

  /** For web-contents.ts: who answers `invoke` on this channel. */
  handlerOf(channel: string): InvokeHandler | undefined {
    return this.#handlers.get(channel);
  }
}

export const ipcMain = new IpcMain();
