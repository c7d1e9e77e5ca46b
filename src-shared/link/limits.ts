// The limits of the link, told in `hello` and held on both sides.
export const PROTOCOL = 1;
export const SUBPROTOCOL = 'lynk.link.v1';
export const LINK_PATH = '/link';

export const LIMITS = {
  maxFrameBytes: 1024 * 1024,
  maxTextBytes: 64 * 1024,
  maxCommandsPer10s: 100,
  maxConnectionsPerAgent: 20,
  replayPageEvents: 500,
  replayPageBytes: 256 * 1024,
  maxFileBytes: 100 * 1024 * 1024,
} as const;

/** How long the gateway keeps an agent's events and its answers to commands. */
export const RETENTION = { ms: 7 * 24 * 60 * 60 * 1000, eventsPerAgent: 200_000 } as const;
