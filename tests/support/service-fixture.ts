// A whole local service on a fake clock, a scripted gateway and one of the two SQL drivers; and what the tests of
// its rooms ask of it again and again.
import { call } from '@orpc/server';
import type { Change } from '#shared/bridge/changes.ts';
import type { AccountStorage, BlobStore, Log, ServicePorts } from '#service/ports.ts';
import { startService, type Service } from '#service/service.ts';
import { FakeClock } from './fake-clock.ts';
import { ScriptedGateway } from './scripted-gateway.ts';
import { BETTER_SQLITE, type SqlDriver } from './sql-drivers.ts';

class MemoryBlobs implements BlobStore {
  readonly #blobs = new Map<string, Blob>();
  async read(id: string): Promise<Blob | undefined> {
    return this.#blobs.get(id);
  }
  async write(id: string, blob: Blob): Promise<void> {
    this.#blobs.set(id, blob);
  }
  async remove(id: string): Promise<void> {
    this.#blobs.delete(id);
  }
}

export const silentLog: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** UUIDv7-shaped ids in the order of their making, and fractions that never surprise. */
function steadyRandom(): ServicePorts['random'] {
  let serial = 0;
  return {
    fraction: () => 0.5,
    uuidv7: () => {
      serial += 1;
      return `0195f000-0000-7000-8000-${serial.toString(16).padStart(12, '0')}`;
    },
  };
}

export interface Fixture {
  readonly clock: FakeClock;
  readonly gateway: ScriptedGateway;
  readonly ports: ServicePorts;
  readonly folder: string | null;
  /** All changes since the start or the last `forget`. */
  readonly changes: Change[];
  service: Service;
  ofKind<Kind extends Change['kind']>(kind: Kind): Extract<Change, { kind: Kind }>[];
  forget(): void;
  /** Ends the service and starts it again on the same files, as a restart of the client does. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export async function startFixture(
  options: { driver?: SqlDriver; isSignedIn?: boolean; prepare?: (gateway: ScriptedGateway) => void } = {},
): Promise<Fixture> {
  const clock = new FakeClock();
  const gateway = new ScriptedGateway(clock);
  options.prepare?.(gateway);
  const place = await (options.driver ?? BETTER_SQLITE).create();
  const blobs = new Map<string, BlobStore>();
  let credentials: string | undefined;
  const ports: ServicePorts = {
    storage: {
      async openAccount(id): Promise<AccountStorage> {
        const own = blobs.get(id) ?? new MemoryBlobs();
        blobs.set(id, own);
        return { sql: place.account(id), blobs: own, close: () => undefined };
      },
      async removeAccount(id) {
        const files = place.account(id);
        for (const name of ['cache.sqlite', 'outbox.sqlite']) files.remove(name);
        blobs.delete(id);
      },
    },
    openSocket: gateway.openSocket,
    http: gateway.http,
    clock,
    random: steadyRandom(),
    credentials: {
      read: async () => credentials,
      write: async (text) => void (credentials = text),
      clear: async () => void (credentials = undefined),
    },
    log: silentLog,
    device: 'test-device',
    clientVersion: '0.0.0',
  };
  const changes: Change[] = [];
  const start = async (): Promise<Service> => {
    const service = await startService({ ports });
    service.subscribe((batch) => changes.push(...batch.changes));
    return service;
  };
  const fixture: Fixture = {
    clock,
    gateway,
    ports,
    folder: place.folder,
    changes,
    service: await start(),
    ofKind: (kind) =>
      changes.filter((change): change is Extract<Change, { kind: typeof kind }> => change.kind === kind),
    forget: () => void changes.splice(0),
    async restart() {
      await fixture.service.stop();
      await clock.advance();
      fixture.service = await start();
      await clock.advance();
    },
    async stop() {
      await fixture.service.stop();
      place.dispose();
    },
  };
  if (options.isSignedIn ?? true) {
    const { signIn } = fixture.service.router.account;
    await call(signIn, { gateway: gateway.url, extension: '1001', password: 'secret' });
    await clock.advance();
  }
  return fixture;
}
