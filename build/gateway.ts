// `npm run gateway -- --config gateway.json`: the gateway by itself (docs/gateway.md). Serves Lynk Web, built when stale.
import path from 'node:path';
import { runGatewayCli } from '#gateway/cli.ts';
import { runCommand } from './flags.ts';
import { ROOT } from './vite.base.ts';

await runCommand(async () => {
  const argv = process.argv.slice(2);
  const serves = !argv.includes('--check') && !argv.includes('agent') && !argv.includes('--help');
  if (serves) {
    // The bundler takes a second to load, which `agent add` need not wait for.
    const { bundle } = await import('./bundle.ts');
    await bundle(['web']);
  }
  return runGatewayCli(argv, process.env, process.stdout, { defaultWebRoot: path.join(ROOT, 'dist', 'web') });
});
