// An emulated PABX and a gateway inside this program, each on a thread of its own, on loopback only: what the
// desktop app and `npm start` use for the demo, training, and one agent.
import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import { AppError } from '#shared/model/errors.ts';
import { stopWorker, whenReady } from './worker-messages.ts';

export interface EmbeddedOptions {
  readonly dataDir: string;
  /** Default 0: a free one. */
  readonly port?: number;
  readonly webRoot?: string;
  /** How fast the emulator's people live; default 1. */
  readonly speed?: number;
  readonly seed?: number;
  /** Whether the emulator's people act by themselves; default true. */
  readonly people?: boolean;
  /** Who signs in without a password; default 1001, 1002, 1003. */
  readonly openAgents?: readonly string[];
  /** Where the worker entries lie; default: beside this file. A bundle passes its own. */
  readonly workers?: { readonly gateway: URL; readonly emulator: URL };
}

export interface Embedded {
  readonly url: string;
  readonly emulatorUrl: string;
  readonly controlUrl: string;
  readonly controlToken: string;
  stop(): Promise<void>;
}

const EmulatorFacts = z.object({
  url: z.string(),
  controlUrl: z.string(),
  controlToken: z.string(),
  clientId: z.string(),
  clientSecret: z.string(),
  isAfresh: z.boolean(),
});
const GatewayFacts = z.object({ url: z.string() });
const STOP_MS = 8000;

/** @throws AppError `config.portInUse`, `config.folderNotWritable`, `store.*`: one clear sentence each. */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const entries = options.workers ?? {
    gateway: new URL('./gateway-worker.ts', import.meta.url),
    emulator: new URL('./emulator-worker.ts', import.meta.url),
  };
  const { seed, webRoot } = options;
  const stateFile = path.join(options.dataDir, 'emulator-state');
  const emulator = new Worker(entries.emulator, {
    workerData: {
      controlToken: randomBytes(18).toString('base64url'),
      clientSecret: randomBytes(18).toString('base64url'),
      speed: options.speed ?? 1,
      people: options.people ?? true,
      stateFile,
      ...(seed === undefined ? {} : { seed }),
    },
  });
  try {
    const pabx = EmulatorFacts.parse(await whenReady(emulator));
    const gateway = new Worker(entries.gateway, {
      workerData: {
        port: options.port ?? 0,
        dataDir: options.dataDir,
        // What an earlier gateway mirrored here was another PABX: ids mean other things now.
        isOtherPabx: pabx.isAfresh,
        name: 'Lynk',
        pabx: { url: pabx.url, clientId: pabx.clientId, clientSecret: pabx.clientSecret },
        openAgents: [...(options.openAgents ?? ['1001', '1002', '1003'])],
        ...(webRoot === undefined ? {} : { webRoot }),
      },
    });
    try {
      const { url } = GatewayFacts.parse(await whenReady(gateway));
      return {
        url,
        emulatorUrl: pabx.url,
        controlUrl: pabx.controlUrl,
        controlToken: pabx.controlToken,
        async stop() {
          await stopWorker(gateway, STOP_MS);
          await stopWorker(emulator, STOP_MS);
        },
      };
    } catch (error) {
      await gateway.terminate();
      // A mirror that could not be moved is still another PABX's: the next start must begin afresh, too.
      const isMirrorStill = pabx.isAfresh && AppError.from(error).code.startsWith('store.');
      if (isMirrorStill) {
        await emulator.terminate();
        await rm(stateFile, { force: true });
      }
      throw error;
    }
  } catch (error) {
    await emulator.terminate();
    throw error;
  }
}
