// The WebSocket endpoint of the link: upgrades on /link, keeps who is connected, drains. Each connection lives
// in connection.ts.
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { LIMITS, LINK_PATH, SUBPROTOCOL } from '#shared/link/limits.ts';
import type { Ephemeral } from '#shared/link/events.ts';
import { AppError } from '#shared/model/errors.ts';
import { WebSocketServer } from 'ws';
import type { Clock } from '../clock.ts';
import { Connection, type ConnectionParts } from './connection.ts';

export interface LinkServer {
  /** For the HTTP server's `upgrade` event. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** True while an agent has a connection, and for a moment after: a reconnect is no absence. */
  isInLynk(extension: string): boolean;
  deliver(extension: string, event: Ephemeral): void;
  count(): number;
  /** Asks clients to move on, waits for them up to `ms`, then lets go of the rest. */
  drain(ms: number): Promise<void>;
}

/** How long an agent counts as present after the last connection went. */
const ABSENT_AFTER_MS = 15_000;
/** How long those who were here before a restart have to come back. */
const RETURN_WITHIN_MS = 30_000;

export function createLinkServer(options: {
  readonly parts: Omit<ConnectionParts, 'enter' | 'leave'>;
  readonly isAllowedOrigin: (request: IncomingMessage) => boolean;
  /** An agent has come (a connection is there) or is gone for good. */
  readonly onPresence: (extension: string, isHere: boolean) => void;
  /** Who was here when the gateway ended: a restart is no absence. */
  readonly wereHere: readonly string[];
  readonly clock: Clock;
}): LinkServer {
  const { clock, onPresence } = options;
  const byAgent = new Map<string, Set<Connection>>();
  const here = new Set(options.wereHere);
  let isDraining = false;

  const absentUnlessBack = (extension: string, ms: number) =>
    clock.after(ms, () => {
      if (isDraining || byAgent.has(extension) || !here.delete(extension)) return;
      onPresence(extension, false);
    });
  for (const extension of options.wereHere) absentUnlessBack(extension, RETURN_WITHIN_MS);

  const parts: ConnectionParts = {
    ...options.parts,
    enter(connection) {
      const { extension } = connection;
      const set = byAgent.get(extension) ?? new Set();
      if (set.size >= LIMITS.maxConnectionsPerAgent) throw new AppError('link.tooManyConnections');
      byAgent.set(extension, set.add(connection));
      const isNew = !here.has(extension);
      here.add(extension);
      if (isNew) onPresence(extension, true);
    },
    leave(connection) {
      const { extension } = connection;
      const set = byAgent.get(extension);
      set?.delete(connection);
      if (set?.size !== 0) return;
      byAgent.delete(extension);
      absentUnlessBack(extension, ABSENT_AFTER_MS);
    },
  };

  const all = () => [...byAgent.values()].flatMap((set) => [...set]);
  const server = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: LIMITS.maxFrameBytes,
    handleProtocols: (offered) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : false),
  });

  return {
    upgrade(request, socket, head) {
      const refuse = (status: string) => {
        socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      };
      socket.on('error', () => socket.destroy());
      const path = (request.url ?? '').split('?')[0];
      if (path !== LINK_PATH) return refuse('404 Not Found');
      if (isDraining) return refuse('503 Service Unavailable');
      if (!options.isAllowedOrigin(request)) return refuse('403 Forbidden');
      const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
      if (!offered.includes(SUBPROTOCOL)) return refuse('400 Bad Request');
      server.handleUpgrade(request, socket, head, (webSocket) => new Connection(webSocket, parts));
    },
    isInLynk: (extension) => here.has(extension),
    deliver(extension, event) {
      for (const connection of byAgent.get(extension) ?? []) {
        if (connection.isLive) connection.send({ frame: 'ephemeral', event });
      }
    },
    count: () => all().length,
    async drain(ms) {
      isDraining = true;
      for (const connection of all()) connection.send({ frame: 'goingAway', reconnectWithinMs: ms });
      const end = clock.now() + ms;
      while (server.clients.size > 0 && clock.now() < end) {
        await new Promise<void>((resolve) => clock.after(25, resolve));
      }
      for (const client of server.clients) {
        client.close(1001, 'gateway.goingAway');
        clock.after(500, () => client.terminate());
      }
      server.close();
    },
  };
}
