// MessageChannelMain and MessagePortMain. A port's peer is another port of this process or a port in a page
// (page-channel.ts); both are port ends, and handing a port to a page exchanges one end for the other.
import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';
import { guardClass, notEmulated } from '../core/guards.ts';

export interface PortEnd {
  peer: PortEnd | undefined;
  /** Takes a value that the peer sent. */
  deliver: (value: unknown) => void;
  /** Learns that the peer has closed. */
  disconnect: () => void;
}

/** Makes two ends each other's peer. */
export function entangle(one: PortEnd, other: PortEnd): void {
  one.peer = other;
  other.peer = one;
}

export class MessagePortMain
  extends EventEmitter
  implements PortEnd, Pick<Electron.MessagePortMain, 'close' | 'postMessage' | 'start'>
{
  static {
    guardClass('MessagePortMain', MessagePortMain);
  }
  peer: PortEnd | undefined = undefined;
  #queue: unknown[] = [];
  #started = false;
  #closed = false;

  postMessage(message: unknown, transfer: readonly unknown[] = []): void {
    if (transfer.length > 0) throw notEmulated('MessagePortMain.postMessage with ports');
    // A page's end copies by encoding; only a value that stays in this process needs the clone.
    if (!this.#closed)
      this.peer?.deliver(this.peer instanceof MessagePortMain ? structuredClone(message) : message);
  }

  start(): void {
    this.#started = true;
    for (const value of this.#queue.splice(0)) this.deliver(value);
  }

  close(): void {
    const { peer } = this;
    this.disconnect();
    peer?.disconnect();
  }

  deliver(value: unknown): void {
    if (this.#started) setImmediate(() => this.emit('message', { data: value, ports: [] }));
    else this.#queue.push(value);
  }

  disconnect(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.peer = undefined;
    setImmediate(() => this.emit('close'));
  }

  /** Puts `end` in this port's place: it gets the peer and what waited here. The port itself is spent. */
  replaceBy(end: PortEnd): void {
    if (this.peer) entangle(end, this.peer);
    this.peer = undefined;
    this.#closed = true;
    for (const value of this.#queue.splice(0)) end.deliver(value);
  }
}

export class MessageChannelMain {
  static {
    guardClass('MessageChannelMain', MessageChannelMain);
  }
  readonly port1 = new MessagePortMain();
  readonly port2 = new MessagePortMain();

  constructor() {
    entangle(this.port1, this.port2);
  }
}
