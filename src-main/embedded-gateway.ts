// A gateway and an emulated PABX inside this program (`--embedded`): for one agent, the demo and training.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { startEmbedded } from '#gateway/embedded.ts';
import type { AsyncDisposable } from '#shared/model/disposable.ts';
import { AppError } from '#shared/model/errors.ts';
import type { Paths } from './paths.ts';

export interface EmbeddedGatewayOptions {
  readonly dataDir: string;
  /** 0 takes `lastPort` where it is free. */
  readonly port: number;
  /** Accounts are known by the gateway's address: the same port finds the same account again. 0 when there is none. */
  readonly lastPort: number;
  readonly speed: number;
  readonly webRoot: string;
  readonly paths: Pick<Paths, 'gatewayWorker' | 'emulatorWorker'>;
  /** Gets the lines that `npm start` promises. */
  readonly print: (line: string) => void;
}

export interface EmbeddedGateway extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
}

/** @throws AppError one clear sentence: port in use, folder not writable, data file damaged or too new */
export async function startEmbeddedGateway(options: EmbeddedGatewayOptions): Promise<EmbeddedGateway> {
  const { paths, print } = options;
  const start = (port: number): ReturnType<typeof startEmbedded> =>
    startEmbedded({
      dataDir: path.join(options.dataDir, 'gateway'),
      port,
      webRoot: options.webRoot,
      speed: options.speed,
      workers: { gateway: pathToFileURL(paths.gatewayWorker), emulator: pathToFileURL(paths.emulatorWorker) },
    });
  const wanted = options.port === 0 ? options.lastPort : options.port;
  let embedded: Awaited<ReturnType<typeof startEmbedded>>;
  try {
    embedded = await start(wanted);
  } catch (error) {
    const isTaken = error instanceof AppError && error.code === 'config.portInUse';
    if (!isTaken || options.port !== 0 || wanted === 0) throw error;
    embedded = await start(0);
  }
  print(`Lynk Web: ${embedded.url}/`);
  print(
    `PABX emulator: ${embedded.controlUrl} (control token ${embedded.controlToken}, see docs/emulator.md)`,
  );
  return {
    url: embedded.url,
    port: Number(new URL(embedded.url).port),
    dispose: () => embedded.stop(),
  };
}
