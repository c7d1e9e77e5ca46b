// Worker thread of an embedded gateway (embedded.ts).
import { z } from 'zod';
import { startGateway } from './gateway.ts';
import { createLog } from './log.ts';
import { setStoreAside } from './store/set-aside.ts';
import { serveAsWorker } from './worker-messages.ts';

const Options = z.object({
  port: z.number(),
  dataDir: z.string(),
  isOtherPabx: z.boolean(),
  name: z.string(),
  pabx: z.object({ url: z.string(), clientId: z.string(), clientSecret: z.string() }),
  webRoot: z.string().optional(),
  openAgents: z.array(z.string()),
});

await serveAsWorker(async (data) => {
  const { webRoot, isOtherPabx, ...options } = Options.parse(data);
  if (isOtherPabx) setStoreAside(options.dataDir, new Date());
  const gateway = await startGateway({
    ...options,
    host: '127.0.0.1',
    ...(webRoot === undefined ? {} : { webRoot }),
    log: createLog('error'),
  });
  return { facts: { url: gateway.url }, stop: () => gateway.stop() };
});
