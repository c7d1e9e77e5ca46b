// The gateway's composition root: builds every room in order, listens, and ends them in reverse order.
// `startGateway` is for real use; `startGatewayOn` takes the PABX and the clock from outside, for tests.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '#shared/model/errors.ts';
import { createAgentEventLog } from './agent-events/agent-event-log.ts';
import { createAnnouncer } from './agent-events/announcer.ts';
import { every, systemClock, type Clock } from './clock.ts';
import { createCapabilityBook } from './commands/capabilities.ts';
import { createCommandDesk } from './commands/command-desk.ts';
import type { CommandParts } from './commands/parts.ts';
import { createSender } from './commands/sender.ts';
import { createHttpServer } from './http/http-server.ts';
import { isLoopback, isLoopbackHost, isOwnOrigin } from './http/origin.ts';
import { hashPassword, hashToken } from './http/passwords.ts';
import { createActivities } from './link-server/activities.ts';
import { inPages, LINK_TIMING, type LinkTiming } from './link-server/connection.ts';
import { createLinkServer, type LinkServer } from './link-server/link-server.ts';
import { snapshotRows } from './link-server/snapshot.ts';
import { silentLog, type Log } from './log.ts';
import { createAgentNews } from './mirror/agent-news.ts';
import { createAttachments } from './mirror/attachments.ts';
import { createCallBook } from './mirror/calls.ts';
import { createDirectoryReader } from './mirror/directory-reader.ts';
import { loadDirectory } from './mirror/directory.ts';
import { createIntake } from './mirror/intake.ts';
import { createMirror, MIRROR_TIMING, type MirrorTiming } from './mirror/mirror.ts';
import { createOwnMoves } from './mirror/own-moves.ts';
import { createSessionReader } from './mirror/session-reader.ts';
import { createWriteFence } from './mirror/write-fence.ts';
import { createPSeries } from './pabx/p-series/p-series.ts';
import type { Pabx } from './pabx/pabx.ts';
import { lockFolder } from './store/database.ts';
import { openStore } from './store/store.ts';
import { createTokenFile } from './store/token-file.ts';

export interface GatewayOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly dataDir: string;
  /** How the gateway calls itself when people sign in. */
  readonly name: string;
  readonly pabx: { readonly url: string; readonly clientId: string; readonly clientSecret: string };
  /** The folder of Lynk Web. */
  readonly webRoot?: string;
  /** These extensions sign in without a password. Only on a loopback address. */
  readonly openAgents?: readonly string[];
  readonly tls?: { readonly cert: string; readonly key: string };
  /** Whether the PABX has the third-party message analytics platform integrated; default true. */
  readonly platform?: boolean;
  readonly log?: Log;
}

export interface RunningGateway {
  readonly url: string;
  readonly port: number;
  /** Resolves when the PABX was read for the first time. */
  readonly whenRead: Promise<void>;
  /** Adds an agent or changes the password. */
  addAgent(extension: string, password: string): Promise<void>;
  /** Asks clients to move on and gives them up to `drainMs` (default 0); then ends everything. */
  stop(options?: { readonly drainMs?: number }): Promise<void>;
}

/** What tests replace. */
export interface GatewayInsides {
  readonly pabx: Pabx;
  readonly clock?: Clock;
  readonly mirrorTiming?: MirrorTiming;
  readonly linkTiming?: LinkTiming;
}

/** The tokens of clients that were not used for so long end. */
const TOKEN_LIFE_MS = 90 * 24 * 60 * 60 * 1000;
const FIRST_READ_MS = 2000;
const HOUSEKEEPING_MS = 10 * 60 * 1000;
const UNBORN_KEPT_MS = 24 * 60 * 60 * 1000;
const TOKEN_TOUCH_MS = 60 * 60 * 1000;

/**
 * Starts a gateway to a PABX; it runs also while the PABX cannot be reached, and goes on trying.
 * @throws AppError `config.portInUse`, `config.folderNotWritable`, `config.invalid`, `store.*`.
 */
export async function startGateway(options: GatewayOptions): Promise<RunningGateway> {
  const log = options.log ?? silentLog;
  const pabx = createPSeries({
    ...options.pabx,
    tokens: createTokenFile(options.dataDir, options.pabx, log),
    log: {
      info: (facts, message) => log.info(message, { ...facts }),
      warn: (facts, message) => log.warn(message, { ...facts }),
      error: (facts, message) => log.error(message, undefined, { ...facts }),
    },
  });
  const gateway = await startGatewayOn(options, { pabx });
  // Whoever signs in first should find names; a PABX that is away must not keep the gateway from starting.
  await Promise.race([
    gateway.whenRead,
    new Promise<void>((resolve) => systemClock.after(FIRST_READ_MS, resolve)),
  ]);
  return gateway;
}

export async function startGatewayOn(
  options: GatewayOptions,
  { pabx, clock = systemClock, mirrorTiming = MIRROR_TIMING, linkTiming = LINK_TIMING }: GatewayInsides,
): Promise<RunningGateway> {
  const log = options.log ?? silentLog;
  const openAgents = options.openAgents ?? [];
  if (openAgents.length > 0 && !isLoopback(options.host)) {
    throw new AppError('config.invalid', {
      message: `Agents without a password are possible only on 127.0.0.1, not on ${options.host}.`,
      details: { field: 'openAgents' },
    });
  }
  const lock = lockFolder(options.dataDir);
  const store = disposingOnError(() => openStore(options.dataDir), lock);

  const isInLynk = (extension: string): boolean => link?.isInLynk(extension) ?? false;
  const events = createAgentEventLog(store, clock);
  const directory = loadDirectory(store);
  const announcer = createAnnouncer(store, events, directory);
  const fence = createWriteFence();
  const attachments = createAttachments({
    folder: path.join(options.dataDir, 'files'),
    store,
    pabx,
    clock,
    log,
  });
  const ownMoves = createOwnMoves({ store, directory, clock });
  const intake = createIntake({ store, announcer, directory, fence, attachments, ownMoves, clock, log });
  attachments.recognised = (sessionId, file) => intake.fileRecognised(sessionId, file);
  const sessions = createSessionReader({ pabx, store, intake, fence, announcer, directory, clock });
  const agentNews = createAgentNews({ store, directory, announcer, isInLynk, clock });
  const directoryReader = createDirectoryReader({ pabx, store, directory, announcer, agentNews });
  const calls = createCallBook(store, events, clock);
  const capabilities = createCapabilityBook(
    { store, announcer, clock },
    { canTransferToPlatform: options.platform ?? true },
  );
  const commandParts: CommandParts = {
    store,
    events,
    announcer,
    directory,
    directoryReader,
    sessions,
    intake,
    fence,
    ownMoves,
    attachments,
    calls,
    capabilities,
    pabx,
    clock,
    log,
  };
  const sender = createSender(commandParts);
  intake.claim = sender.claim;
  const commands = createCommandDesk(commandParts, sender, isInLynk);
  const mirror = createMirror({
    pabx,
    store,
    directory,
    reader: directoryReader,
    sessions,
    intake,
    attachments,
    calls,
    clock,
    log,
    timing: mirrorTiming,
    isInLynk,
    onRead: () => void sender.settleAll(),
  });

  const agentOf = (token: string) => {
    const row = token === '' ? undefined : store.accounts.token(hashToken(token));
    if (!row) return undefined;
    if (clock.now() - row.usedAt > TOKEN_TOUCH_MS) store.accounts.touchToken(row.hash, clock.now());
    return { extension: row.extension, name: directory.nameOf(row.extension) };
  };
  const activities = createActivities({
    clock,
    viewers: (sessionId) => announcer.viewers(sessionId),
    nameOf: (extension) => directory.nameOf(extension),
    deliver: (extension, event) => link?.deliver(extension, event),
  });
  let link: LinkServer | undefined = createLinkServer({
    clock,
    wereHere: agentNews.lastInLynk(),
    isAllowedOrigin: ({ headers }) =>
      isOwnOrigin(headers) && (openAgents.length === 0 || isLoopbackHost(headers)),
    onPresence(extension, isHere) {
      agentNews.changed(extension);
      if (isHere) mirror.attend(extension);
    },
    parts: {
      events,
      commands,
      capabilities,
      activities,
      clock,
      log,
      timing: linkTiming,
      agentOf,
      snapshot: (extension) =>
        inPages(snapshotRows({ store, directory, announcer, capabilities, isInLynk }, extension)),
    },
  });
  const server = link;

  const http = await createHttpServer({
    store,
    announcer,
    attachments,
    directory,
    clock,
    log,
    name: options.name,
    version: ownVersion(),
    openAgents,
    webRoot: options.webRoot,
    tls: options.tls,
    agentOf,
    health: () => ({
      status: mirror.health?.state === 'up' ? 'ok' : 'degraded',
      pabx: mirror.health?.state ?? 'starting',
    }),
    metrics: () =>
      metricsText({
        lynk_link_connections: server.count(),
        lynk_sessions: store.sessions.count(),
        lynk_commands_done_total: commands.counts.done,
        lynk_commands_refused_total: commands.counts.refused,
        lynk_pabx_up: mirror.health?.state === 'up' ? 1 : 0,
      }),
  });
  http.server.on('upgrade', (request, socket, head) => server.upgrade(request, socket, head));

  const housekeeping = every(clock, HOUSEKEEPING_MS, () => {
    events.prune(store.accounts.extensions());
    commands.prune();
    ownMoves.prune();
    store.accounts.expireTokens(clock.now() - TOKEN_LIFE_MS);
    for (const id of store.sessions.unborn(clock.now() - UNBORN_KEPT_MS)) {
      const row = store.sessions.get(id);
      if (row && row.holder !== null && row.state === 'open') {
        store.transaction(() =>
          announcer.session({ ...row, holder: null, state: 'ended' }, { reason: 'removed' }),
        );
      }
    }
    return attachments.tidy();
  });
  const end = async () => {
    housekeeping.dispose();
    agentNews.dispose();
    attachments.dispose();
    await mirror.dispose();
    await pabx.dispose();
    link = undefined;
    store.dispose();
    lock.dispose();
  };

  let port: number;
  try {
    for (const extension of openAgents) store.accounts.ensure(extension, clock.now());
    await http.listen({ host: options.host, port: options.port });
    const address = http.server.address();
    port = typeof address === 'object' && address !== null ? address.port : options.port;
  } catch (error) {
    await server.drain(0);
    await http.close();
    await end();
    throw listenError(error, options);
  }
  agentNews.reviewAll();
  mirror.start();
  let stopping: Promise<void> | undefined;
  return {
    url: `${options.tls ? 'https' : 'http'}://${urlHost(options.host)}:${port}`,
    port,
    whenRead: mirror.whenRead,
    async addAgent(extension, password) {
      store.accounts.put(extension, await hashPassword(password), clock.now());
      mirror.attend(extension);
    },
    stop({ drainMs = 0 } = {}) {
      stopping ??= (async () => {
        await server.drain(drainMs);
        await http.close();
        await end();
      })();
      return stopping;
    },
  };
}

function disposingOnError<Result>(make: () => Result, held: { dispose(): void }): Result {
  try {
    return make();
  } catch (error) {
    held.dispose();
    throw error;
  }
}

function listenError(error: unknown, { host, port }: GatewayOptions): AppError {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  if (code === 'EADDRINUSE' || code === 'EACCES') {
    const message =
      code === 'EADDRINUSE'
        ? `Port ${port} is in use by another program. Choose another with --port.`
        : `Port ${port} may not be used by this account. Choose one above 1023 with --port.`;
    return new AppError('config.portInUse', { message, details: { port }, cause: error });
  }
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    const message = `This computer has no address "${host}". Choose another with --host.`;
    return new AppError('config.invalid', { message, details: { field: 'host' }, cause: error });
  }
  return AppError.from(error, 'gateway.internal');
}

const urlHost = (host: string): string => {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
};

const metricsText = (values: Readonly<Record<string, number>>): string =>
  Object.entries(values)
    .map(
      ([name, value]) =>
        `# TYPE ${name} ${name.endsWith('_total') ? 'counter' : 'gauge'}\n${name} ${value}\n`,
    )
    .join('');

/** The version of package.json; a bundle lies one folder deeper than the sources. */
function ownVersion(): string {
  for (const place of ['../package.json', '../../package.json']) {
    try {
      const text: unknown = JSON.parse(readFileSync(new URL(place, import.meta.url), 'utf8'));
      if (typeof text === 'object' && text !== null && 'version' in text) return String(text.version);
    } catch {
      // Not there: the next place.
    }
  }
  return '0.0.0';
}
