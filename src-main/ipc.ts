// The one place that listens to pages. A page of ours asks once for its two ports; everything after that runs over
// them. The service's port is relayed to the thread (a MessagePortMain cannot be handed to a worker), the shell's is
// answered here.
import type { MessagePort } from 'node:worker_threads';
import { ipcMain, MessageChannelMain, type IpcMainEvent, type MessagePortMain } from 'electron';
import { PORTS_CHANNEL } from '#shared/bridge/ports.ts';
import type { Disposable } from '#shared/model/disposable.ts';
import type { Log } from './log.ts';
import { isTrusted } from './trust.ts';

export interface IpcOptions {
  /** A new port to the service. */
  readonly connectService: () => MessagePort;
  /** Answers the shell contract on a port. */
  readonly serveShell: (port: MessagePortMain) => void;
  readonly log: Log;
}

/** Passes everything on between the two; when one closes, so does the other. */
function relay(page: MessagePortMain, service: MessagePort): void {
  page.on('message', (event) => service.postMessage(event.data));
  service.on('message', (data: unknown) => page.postMessage(data));
  page.on('close', () => service.close());
  service.on('close', () => page.close());
  page.start();
}

/** Answers pages until disposed. */
export function servePages({ connectService, serveShell, log }: IpcOptions): Disposable {
  const onAsk = (event: IpcMainEvent): void => {
    if (!isTrusted(event.senderFrame)) {
      log.warn('a foreign frame asked for ports and got none');
      return;
    }
    const service = new MessageChannelMain();
    const shell = new MessageChannelMain();
    relay(service.port1, connectService());
    serveShell(shell.port1);
    shell.port1.start();
    // In the order of PORT_ORDER.
    event.sender.postMessage(PORTS_CHANNEL, null, [service.port2, shell.port2]);
  };
  ipcMain.on(PORTS_CHANNEL, onAsk);
  return { dispose: () => void ipcMain.removeListener(PORTS_CHANNEL, onAsk) };
}
