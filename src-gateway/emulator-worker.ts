// Worker thread of the emulated PABX (embedded.ts).
import { z } from 'zod';
import { startEmulator } from './emulator/emulator.ts';
import { serveAsWorker } from './worker-messages.ts';

const Options = z.object({
  controlToken: z.string(),
  clientSecret: z.string(),
  speed: z.number(),
  seed: z.number().optional(),
  people: z.boolean(),
  stateFile: z.string(),
});

await serveAsWorker(async (data) => {
  const { seed, ...options } = Options.parse(data);
  const emulator = await startEmulator({ ...options, ...(seed === undefined ? {} : { seed }) });
  const { url, controlUrl, controlToken, clientId, clientSecret, isAfresh } = emulator;
  return {
    facts: { url, controlUrl, controlToken, clientId, clientSecret, isAfresh },
    stop: () => emulator.stop(),
  };
});
