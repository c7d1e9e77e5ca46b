// `npm run gallery`: every component in every state, with hot reload.
import { createServer } from 'vite';
import { numberFlag, parseFlags, runCommand } from './flags.ts';
import { pageConfig } from './vite.base.ts';

await runCommand(async () => {
  const flags = parseFlags(process.argv.slice(2), { port: { type: 'string', default: '5174' } });
  const config = pageConfig('src-renderer', 'gallery', ['gallery.html']);
  const server = await createServer({
    ...config,
    base: '/',
    logLevel: 'info',
    server: {
      ...config.server,
      host: '127.0.0.1',
      port: numberFlag('port', flags.port, 0, 65_535),
      strictPort: true,
    },
  });
  await server.listen();
  console.log(`Gallery: http://127.0.0.1:${server.config.server.port}/gallery.html`);
  return new Promise<number>((resolve) => {
    process.once('SIGINT', () => void server.close().then(() => resolve(0)));
    process.once('SIGTERM', () => void server.close().then(() => resolve(0)));
  });
});
