// The line between one window's page and this process: messages to and from the preload's isolated world, and
// the ports that crossed it. A new document in the page ends the ports of the old one.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { DevToolsSession } from '../chromium/connection.ts';
import { makeCodec } from '../page/codec.ts';
import { pageSources, PRELOAD_WORLD } from '../page/sources.ts';
import type { MainMessage, PageMessage } from '../page/wire.ts';
import { entangle, MessagePortMain, type PortEnd } from './message-port.ts';

const codec = makeCodec();

/** Throws when a value cannot cross to the page, as Electron's IPC does. */
export function assertCloneable(value: unknown): void {
  codec.encode(value);
}

export class PageChannel {
  #session: DevToolsSession | undefined;
  #context: number | undefined;
  #waiting: MainMessage[] = [];
  #ports = new Map<string, PortEnd>();
  #lastPort = 0;
  #onMessage: (message: PageMessage) => void;

  constructor(onMessage: (message: PageMessage) => void) {
    this.#onMessage = onMessage;
  }

  /** Installs the two worlds in every document of the attached page from now on. */
  async attach(session: DevToolsSession, frameId: string, preload: string | undefined): Promise<void> {
    this.#session = session;
    session.on('Runtime.executionContextCreated', ({ context }) => {
      // Playwright's types call this an object; Chromium puts the frame's id in it.
      const { frameId: frame } = (context.auxData ?? {}) as { frameId?: string };
      if (frame !== frameId || context.name !== PRELOAD_WORLD) return;
      if (this.#context !== undefined) this.endDocument();
      this.#context = context.id;
      for (const message of this.#waiting.splice(0)) this.send(message);
    });
    session.on('Runtime.executionContextDestroyed', ({ executionContextId }) => {
      if (executionContextId === this.#context) this.endDocument();
    });
    session.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
      if (name !== '__standInSend' || executionContextId !== this.#context) return;
      // Only isolated-world.ts has this binding, and it encodes PageMessage alone.
      this.#receive(codec.decode(payload) as PageMessage);
    });
    const { platform, arch, versions } = process;
    const source = preload === undefined ? '' : readFileSync(preload, 'utf8');
    const scripts = pageSources(randomUUID(), source, { platform, arch, versions: { ...versions } });
    await Promise.all([
      session.send('Page.enable'),
      session.send('Runtime.enable'),
      session.send('Runtime.addBinding', { name: '__standInSend', executionContextName: PRELOAD_WORLD }),
      session.send('Page.addScriptToEvaluateOnNewDocument', { source: scripts.main }),
      session.send('Page.addScriptToEvaluateOnNewDocument', {
        source: scripts.isolated,
        worldName: PRELOAD_WORLD,
      }),
    ]);
  }

  /** Sends to the preload; what comes before its document exists waits for it. */
  send(message: MainMessage): void {
    if (this.#context === undefined || !this.#session) {
      this.#waiting.push(message);
      return;
    }
    const expression = `__standInReceive(${JSON.stringify(codec.encode(message))})`;
    // A document that goes away in this moment takes the message with it, as in Electron.
    this.#session.send('Runtime.evaluate', { expression, contextId: this.#context }).catch(() => undefined);
  }

  /** Sends with ports, which belong to the page from now on. */
  sendWithPorts(channel: string, message: unknown, ports: readonly MessagePortMain[]): void {
    const ends = ports.map((port) => ({ port, id: `main-${(this.#lastPort += 1)}` }));
    this.send({ kind: 'ipc', channel, args: [message], ports: ends.map(({ id }) => id) });
    for (const { port, id } of ends) port.replaceBy(this.#pageEnd(id));
  }

  /** Ports that a page sent along with a message. */
  receivePorts(ids: readonly string[]): MessagePortMain[] {
    return ids.map((id) => {
      const port = new MessagePortMain();
      entangle(port, this.#pageEnd(id));
      return port;
    });
  }

  /** The document is gone: its ports close, messages wait for the next one. */
  endDocument(): void {
    this.#context = undefined;
    const ends = [...this.#ports.values()];
    this.#ports.clear();
    for (const end of ends) end.peer?.disconnect();
  }

  #pageEnd(id: string): PortEnd {
    const end: PortEnd = {
      peer: undefined,
      deliver: (value) => this.send({ kind: 'port-message', port: id, value }),
      disconnect: () => {
        if (this.#ports.delete(id)) this.send({ kind: 'port-close', port: id });
      },
    };
    this.#ports.set(id, end);
    return end;
  }

  #receive(message: PageMessage): void {
    if (message.kind === 'port-message') {
      this.#ports.get(message.port)?.peer?.deliver(message.value);
    } else if (message.kind === 'port-close') {
      const end = this.#ports.get(message.port);
      this.#ports.delete(message.port);
      end?.peer?.disconnect();
    } else {
      this.#onMessage(message);
    }
  }
}
