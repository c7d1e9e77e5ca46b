// A PABX that speaks the P-Series Open API v1.0 on a loopback port, with people on the other side: the demo, the
// load generator and the peer of our tests. The gateway meets it over HTTP only and cannot tell the difference.
import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { AppError } from '#shared/model/errors.ts';
import { SubscriberLine } from './api/subscribe.ts';
import { CLIENT_ID } from './cast.ts';
import { ControlDesk } from './control/control-desk.ts';
import { HISTORY_MS, liveThrough } from './history.ts';
import { createPabxServer } from './http-server.ts';
import { closeIdleSessions } from './messaging.ts';
import { Colleagues } from './people/colleagues.ts';
import { People } from './people/people.ts';
import { clocksOf, restoreWorld, resumeWorld, saveWorld, type SavedWorld } from './saved-world.ts';
import { addEarlierSessions } from './scale.ts';
import { type KeptWorld, StateFile } from './state-file.ts';
import { StateKeeper } from './state-keeper.ts';
import { createWorld, type World } from './world.ts';

export interface EmulatorOptions {
  /** Default 127.0.0.1. */
  host?: string;
  /** Default 0: any free port. */
  port?: number;
  /** Default 1. The same seed gives the same people. */
  seed?: number;
  /** 1 = live (default); N = N times faster; 0 = the clock stands and only the control endpoint moves it. */
  speed?: number;
  /** Whether people and colleagues live on their own (default), or only what control says happens. */
  people?: boolean;
  /** Whether the conversations and campaigns of the last ten days are there. Default: unless `scale` is given. */
  history?: boolean;
  /** How many earlier sessions to make up, for load. Default 0. */
  scale?: number;
  /** Default: a random one. */
  controlToken?: string;
  clientId?: string;
  /** Default: the one in the state file, or a random one. */
  clientSecret?: string;
  /** Epoch ms that the PABX's clock shows at the start. Default: now. A kept world's clock never goes back. */
  startAt?: number;
  /**
   * Where the world is kept over restarts; one emulator at a time. A world that is kept there goes on: `seed`,
   * `history` and `scale` then have no part in it. Default: nothing is kept.
   */
  stateFile?: string;
  /** Gets one line when the state file cannot be used. Default: standard error. */
  notify?: (line: string) => void;
}

export interface RunningEmulator {
  /** E.g. `http://127.0.0.1:8088`: the PABX's base address, without the API path. */
  url: string;
  /** `<url>/control`: a verb follows. */
  controlUrl: string;
  controlToken: string;
  clientId: string;
  clientSecret: string;
  /** Whether this world has just begun, and did not go on from a state file. */
  isAfresh: boolean;
  /** Saves, where a state file is kept, and ends everything; ending twice is harmless. */
  stop(): Promise<void>;
}

const SWEEP_EVERY_MS = 3_600_000;

interface Life {
  readonly world: World;
  readonly people: People;
  readonly colleagues: Colleagues;
}

/**
 * Starts a PABX and its people.
 * @throws AppError `config.portInUse`, `config.invalid`, `config.folderNotWritable`.
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<RunningEmulator> {
  const { host = '127.0.0.1', port = 0, clientId = CLIENT_ID } = options;
  const notify = options.notify ?? ((line) => void process.stderr.write(`${line}\n`));
  const stateFile = options.stateFile === undefined ? null : new StateFile(options.stateFile);
  const kept = (await stateFile?.read(notify)) ?? null;
  const clientSecret = options.clientSecret ?? kept?.saved.clientSecret ?? randomBytes(16).toString('hex');
  const controlToken = options.controlToken ?? randomBytes(16).toString('hex');
  const secrets = { id: clientId, secret: clientSecret };
  let keeper: StateKeeper | null = null;
  const onChange = (): void => keeper?.touch();
  let life = beginLife(options, secrets, onChange, kept);
  const line = new SubscriberLine();
  const hands = {
    world: () => life.world,
    line,
    runPeople: (isRunning: boolean) => life.people.run(isRunning),
    reset: () => {
      line.drop();
      endLife(life);
      life = beginLife(options, secrets, onChange, null);
    },
  };
  const control = new ControlDesk(hands, controlToken);
  const server = createPabxServer({ world: hands.world, line, control, onChange });
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, resolve);
    });
  } catch (error) {
    endLife(life);
    throw AppError.from(error, 'config.portInUse');
  }
  const take = (): SavedWorld => saveWorld(life.world, life.people, life.colleagues, clientSecret);
  keeper = stateFile === null ? null : new StateKeeper(stateFile, take, notify);
  const shut = (): Promise<void> => {
    endLife(life);
    line.drop();
    return new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  };
  try {
    // Before anybody is served: from here on the file says that it was not left cleanly.
    await keeper?.save(false);
  } catch (error) {
    await shut();
    throw error;
  }
  let stopping: Promise<void> | null = null;
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${portOf(server.address())}`;
  return {
    url,
    controlUrl: `${url}/control`,
    controlToken,
    clientId,
    clientSecret,
    isAfresh: kept === null,
    stop: () => (stopping ??= shut().then(() => keeper?.end())),
  };
}

function beginLife(
  options: EmulatorOptions,
  client: { id: string; secret: string },
  onChange: () => void,
  kept: KeptWorld | null,
): Life {
  const { seed = 1, speed = 1, scale = 0, people: isPeopled = true, history = scale === 0 } = options;
  if (!(speed >= 0) || !(scale >= 0)) {
    throw new AppError('config.invalid', { message: 'The emulator’s speed and scale must be 0 or more.' });
  }
  const now = options.startAt ?? Date.now();
  const isPast = history && kept === null;
  const clocks = kept === null ? { startAt: now - (isPast ? HISTORY_MS : 0) } : clocksOf(kept.saved, now);
  const world = createWorld({ seed, speed, ...clocks, client, onChange });
  world.clock.every(SWEEP_EVERY_MS, () => {
    closeIdleSessions(world);
    world.files.sweep();
  });
  if (kept !== null) restoreWorld(world, kept.saved, !kept.isClean, client.secret);
  if (isPast) liveThrough(world, now);
  if (kept === null) addEarlierSessions(world, scale);
  const people = new People(world, kept?.saved.people ?? null);
  const colleagues = new Colleagues(world, kept?.saved.colleagues ?? null);
  if (kept !== null) resumeWorld(world, kept.saved);
  people.run(isPeopled);
  return { world, people, colleagues };
}

function endLife(life: Life): void {
  life.people.dispose();
  life.colleagues.dispose();
  life.world.clock.dispose();
  life.world.lineClock.dispose();
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new AppError('internal.unexpected');
  return address.port;
}
