// The top frame of a window, as `webContents.mainFrame` and the `senderFrame` of IPC events. Only the top frame
// has a preload here, so no other frame ever sends.
import type * as Electron from 'electron';
import { guardClass } from '../core/guards.ts';
import type { MessagePortMain } from './message-port.ts';

/** The page that a frame belongs to. */
interface FrameOwner {
  origin: string;
  getURL: () => string;
  isDestroyed: () => boolean;
  send: (channel: string, ...args: unknown[]) => void;
  postMessage: (channel: string, message: unknown, transfer?: readonly MessagePortMain[]) => void;
}

type Emulated =
  | 'detached'
  | 'frameTreeNodeId'
  | 'isDestroyed'
  | 'name'
  | 'origin'
  | 'processId'
  | 'routingId'
  | 'send'
  | 'url';

export class WebFrame implements Pick<Electron.WebFrameMain, Emulated> {
  static {
    guardClass('WebFrameMain', WebFrame);
  }
  readonly detached = false;
  readonly frameTreeNodeId = 1;
  readonly name = '';
  readonly parent = null;
  readonly processId = 1;
  readonly routingId = 1;
  readonly #owner: FrameOwner;

  constructor(owner: FrameOwner) {
    this.#owner = owner;
  }

  get top(): this {
    return this;
  }

  get url(): string {
    return this.#owner.getURL();
  }

  get origin(): string {
    return this.#owner.origin;
  }

  isDestroyed(): boolean {
    return this.#owner.isDestroyed();
  }

  send(channel: string, ...args: unknown[]): void {
    this.#owner.send(channel, ...args);
  }

  postMessage(channel: string, message: unknown, transfer?: readonly MessagePortMain[]): void {
    this.#owner.postMessage(channel, message, transfer);
  }
}
