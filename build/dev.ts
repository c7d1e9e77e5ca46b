// `npm run dev`: emulator and gateway embedded, and Lynk Web with hot reload in front of them.
import path from 'node:path';
import { createServer } from 'vite';
import { startEmbedded } from '#gateway/embedded.ts';
import { defaultDataDir } from './data-dir.ts';
import { numberFlag, parseFlags, runCommand } from './flags.ts';
import { pageConfig } from './vite.base.ts';

await runCommand(async () => {
  const flags = parseFlags(process.argv.slice(2), {
    port: { type: 'string', default: '5173' },
    speed: { type: 'string', default: '1' },
    'data-dir': { type: 'string', default: path.join(defaultDataDir(), 'dev') },
  });
  const embedded = await startEmbedded({
    dataDir: path.join(path.resolve(flags['data-dir']), 'gateway'),
    port: 0,
    speed: numberFlag('speed', flags.speed, 0.1, 1000),
  });
  const config = pageConfig('src-web', 'web', ['index.html']);
  // The gateway lets in pages of its own origin only: the proxy speaks to it under its own name.
  const proxied = { target: embedded.url, changeOrigin: true, headers: { origin: embedded.url } };
  const server = await createServer({
    ...config,
    base: '/',
    logLevel: 'info',
    server: {
      ...config.server,
      host: '127.0.0.1',
      port: numberFlag('port', flags.port, 0, 65_535),
      strictPort: true,
      proxy: { '/api': proxied, '/link': { ...proxied, ws: true } },
    },
  });
  await server.listen();
  console.log(`PABX emulator: ${embedded.controlUrl} (control token ${embedded.controlToken})`);
  server.printUrls();
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  await server.close();
  await embedded.stop();
  return 0;
});
