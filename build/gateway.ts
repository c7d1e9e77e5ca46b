// `npm run gateway -- --config gateway.json`: the gateway by itself (docs/gateway.md). Serves Lynk Web, built when stale.
import path from 'node:path';
import { runGatewayCli } from '#gateway/cli.ts';
import { bundle } from './bundle.ts';
import { runCommand } from './flags.ts';
import { ROOT } from './vite.base.ts';

await runCommand(async () => {
  const argv = process.argv.slice(2);
  const serves = !argv.includes('--check') && !argv.includes('agent') && !argv.includes('--help');
  if (serves) await bundle(['web']);
  return runGatewayCli(
    argv,
    { LYNK_WEB_ROOT: path.join(ROOT, 'dist', 'web'), ...process.env },
    process.stdout,
  );
});
