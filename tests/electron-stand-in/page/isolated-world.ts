// Runs in the isolated world that Electron would run the preload in: gives the preload its `electron` module
// (ipcRenderer, contextBridge, webUtils, webFrame) and carries messages and ports to the main process.
// Stringified: uses nothing outside itself.
import type { Codec } from './codec.ts';
import type { MainMessage, PageHost, PageMessage, PreloadProcess } from './wire.ts';
import type { WorldBridge } from './world-bridge.ts';

type Listener = (event: object, ...args: unknown[]) => void;
type Preload = (
  require: (name: string) => unknown,
  module: { exports: object },
  exports: object,
  process: object,
) => void;
type Request =
  { kind: 'invoke'; channel: string; args: unknown[] } | { kind: 'permission'; permission: string };

/** Installs the isolated half and runs the preload. */
export function installIsolatedWorld(
  bridge: WorldBridge,
  codec: Codec,
  info: PreloadProcess,
  preload: Preload,
): void {
  if (window !== window.top) return;
  const post = Reflect.get(globalThis, '__standInSend') as (text: string) => void;
  Reflect.deleteProperty(globalThis, '__standInSend');
  const send = (message: PageMessage) => post(codec.encode(message));

  const refuse = (api: string): never => {
    throw new Error(`The Electron stand-in does not emulate ${api}. See tests/electron-stand-in/README.md.`);
  };
  /** A missing member throws its name; symbols and what promises and serialisers probe for stay undefined. */
  const guarded = <T extends object>(api: string, value: T): T =>
    new Proxy(value, {
      get: (target, key) => {
        if (typeof key === 'symbol' || key in target || key === 'then' || key === 'toJSON')
          return Reflect.get(target, key) as unknown;
        return refuse(`${api}.${key}`);
      },
    });

  const listeners = new Map<string, Listener[]>();
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  const ports = new Map<string, MessagePort>();
  let lastId = 0;

  const adopt = (port: MessagePort, id: string) => {
    ports.set(id, port);
    port.addEventListener('message', (event) => send({ kind: 'port-message', port: id, value: event.data }));
    port.addEventListener('close', () => {
      if (ports.delete(id)) send({ kind: 'port-close', port: id });
    });
    port.start();
  };
  const newPort = (id: string): MessagePort => {
    const channel = new MessageChannel();
    adopt(channel.port1, id);
    return channel.port2;
  };
  const receive = (message: MainMessage) => {
    switch (message.kind) {
      case 'ipc': {
        const event = { sender: ipcRenderer, senderId: 0, ports: message.ports.map(newPort) };
        for (const listener of listeners.get(message.channel) ?? []) listener(event, ...message.args);
        return;
      }
      case 'reply': {
        const call = waiting.get(message.id);
        waiting.delete(message.id);
        if (message.error === undefined) call?.resolve(message.value);
        else call?.reject(new Error(message.error));
        return;
      }
      case 'port-message':
        ports.get(message.port)?.postMessage(message.value);
        return;
      case 'port-close': {
        const port = ports.get(message.port);
        ports.delete(message.port);
        port?.close();
      }
    }
  };
  // The main process encodes MainMessage and nothing else.
  Reflect.set(globalThis, '__standInReceive', (text: string) => receive(codec.decode(text) as MainMessage));

  const ask = (request: Request): Promise<unknown> =>
    new Promise((resolve, reject) => {
      lastId += 1;
      waiting.set(lastId, { resolve, reject });
      send({ ...request, id: lastId });
    });
  const remove = (channel: string, listener: Listener) => {
    const list = listeners.get(channel) ?? [];
    const at = list.indexOf(listener);
    if (at >= 0) listeners.set(channel, list.toSpliced(at, 1));
    return ipcRenderer;
  };
  const add = (channel: string, listener: Listener) => {
    listeners.set(channel, [...(listeners.get(channel) ?? []), listener]);
    return ipcRenderer;
  };
  const ipcRenderer: object = guarded('ipcRenderer', {
    invoke: (channel: string, ...args: unknown[]) => ask({ kind: 'invoke', channel, args }),
    send: (channel: string, ...args: unknown[]) => send({ kind: 'send', channel, args, ports: [] }),
    postMessage: (channel: string, message: unknown, transfer: MessagePort[] = []) => {
      const ids = transfer.map(() => `page-${(lastId += 1)}`);
      send({ kind: 'send', channel, args: [message], ports: ids });
      transfer.forEach((port, at) => adopt(port, ids[at] ?? ''));
    },
    on: add,
    addListener: add,
    off: remove,
    removeListener: remove,
    once: (channel: string, listener: Listener) => {
      const once: Listener = (...args) => {
        remove(channel, once);
        listener(...args);
      };
      return add(channel, once);
    },
    removeAllListeners: (channel?: string) => {
      if (channel === undefined) listeners.clear();
      else listeners.delete(channel);
      return ipcRenderer;
    },
    listenerCount: (channel: string) => listeners.get(channel)?.length ?? 0,
  });

  const host: PageHost = {
    askPermission: async (permission) => (await ask({ kind: 'permission', permission })) === true,
    openWindow: (url, name, features) => send({ kind: 'open', url, name, features }),
  };
  bridge.callRoot(null, host);

  // Links that ask for a window of their own go through setWindowOpenHandler, as window.open does.
  const anchorOf = (event: Event) => event.composedPath().find((node) => node instanceof HTMLAnchorElement);
  const followLink = (event: MouseEvent) => {
    const anchor = anchorOf(event);
    if (!anchor?.href || event.defaultPrevented) return;
    const wantsWindow = anchor.target === '_blank' || event.ctrlKey || event.metaKey || event.shiftKey;
    if (event.button !== 1 && !(event.button === 0 && wantsWindow)) return;
    event.preventDefault();
    host.openWindow(anchor.href, '', '');
  };
  addEventListener('click', followLink);
  addEventListener('auxclick', followLink);
  addEventListener('contextmenu', (event) => {
    if (event.defaultPrevented) return;
    const target = event.composedPath()[0];
    const anchor = anchorOf(event);
    const media =
      target instanceof HTMLImageElement
        ? 'image'
        : target instanceof HTMLVideoElement
          ? 'video'
          : target instanceof HTMLAudioElement
            ? 'audio'
            : 'none';
    const isField =
      target instanceof HTMLTextAreaElement ||
      (target instanceof HTMLInputElement && target.selectionStart !== null);
    send({
      kind: 'context-menu',
      report: {
        x: event.clientX,
        y: event.clientY,
        linkURL: anchor?.href ?? '',
        linkText: anchor?.textContent ?? '',
        srcURL: media === 'none' ? '' : (target as HTMLMediaElement).currentSrc,
        mediaType: media,
        isEditable: isField || (target instanceof HTMLElement && target.isContentEditable),
        selectionText: isField
          ? target.value.slice(target.selectionStart ?? 0, target.selectionEnd ?? 0)
          : (getSelection()?.toString() ?? ''),
      },
    });
  });

  // Headless Chromium, without a tab strip, does not tell new titles.
  const reportTitle = () => send({ kind: 'title', title: document.title });
  addEventListener('DOMContentLoaded', () => {
    reportTitle();
    const changes = { childList: true, characterData: true, subtree: true };
    new MutationObserver(reportTitle).observe(document.head, changes);
  });

  const electron = guarded('electron (in a preload)', {
    ipcRenderer,
    contextBridge: guarded('contextBridge', {
      exposeInMainWorld: (key: string, api: unknown) => void bridge.callRoot(key, api),
    }),
    webUtils: guarded('webUtils', { getPathForFile: () => refuse('webUtils.getPathForFile') }),
    webFrame: guarded('webFrame', {}),
  });
  const require = (name: string): unknown => {
    if (/^electron(\/(renderer|common))?$/.test(name)) return electron;
    throw new Error(`module not found: ${name}`);
  };
  const module = { exports: {} };
  const process = { ...info, type: 'renderer', contextIsolated: true, sandboxed: true, env: {} };
  try {
    preload(require, module, module.exports, process);
  } catch (error) {
    send({ kind: 'preload-error', error });
    throw error;
  }
}
