// Waits for the host to hand over the two message ports and puts an oRPC client on each. The desktop's preload and
// the browser host post the same message, so the window does not know where it runs.
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { PORTS_MESSAGE } from '#shared/bridge/ports.ts';
import type { Clients, ServiceClient, ShellClient } from './clients.ts';

/**
 * The ports of a message event, or null when the event is not the host's. Only this very window may post them:
 * a frame or an opener that guesses the name is ignored.
 */
export function portsOf(
  event: Pick<MessageEvent, 'data' | 'ports' | 'source'>,
  self: unknown,
): readonly [MessagePort, MessagePort] | null {
  if (event.source !== self || event.data !== PORTS_MESSAGE) return null;
  const [service, shell] = event.ports;
  return service && shell ? [service, shell] : null;
}

/** Clients over two ports, in the order of `PORT_ORDER`. The ports start here. */
export function clientsOver([service, shell]: readonly [MessagePort, MessagePort]): Clients {
  const clients = {
    service: createORPCClient<ServiceClient>(new RPCLink({ port: service })),
    shell: createORPCClient<ShellClient>(new RPCLink({ port: shell })),
  };
  service.start();
  shell.start();
  return clients;
}

/** Resolves with the clients when the host posts the ports. Listen before the host can post: first thing in main.ts. */
export function waitForClients(target: Window): Promise<Clients> {
  return new Promise((resolve) => {
    const onMessage = (event: MessageEvent): void => {
      const ports = portsOf(event, target);
      if (!ports) return;
      target.removeEventListener('message', onMessage);
      resolve(clientsOver(ports));
    };
    target.addEventListener('message', onMessage);
  });
}
