// `npm start`: emulator and gateway embedded, and Lynk on top: Lynk Desktop where Electron's runtime is here or
// can be had, otherwise Lynk Web in the browser. Ctrl+C ends everything.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { startEmbedded } from '#gateway/embedded.ts';
import { AppError } from '#shared/model/errors.ts';
import { bundle } from './bundle.ts';
import { defaultDataDir } from './data-dir.ts';
import { electronRuntime } from './electron-runtime.ts';
import { numberFlag, parseFlags, runCommand } from './flags.ts';
import { ROOT } from './vite.base.ts';

/** The address that the newcomer's bookmark keeps; a browser's storage belongs to it. */
const DEFAULT_PORT = 4780;

const LOCALES = ['pt-BR', 'en', 'es'] as const;

interface StartOptions {
  readonly web: boolean;
  readonly open: boolean;
  readonly port: number;
  readonly dataDir: string;
  readonly speed: number;
  readonly locale: string | undefined;
}

function startOptions(argv: readonly string[]): StartOptions {
  const flags = parseFlags(argv, {
    web: { type: 'boolean', default: false },
    'no-open': { type: 'boolean', default: false },
    port: { type: 'string', default: String(DEFAULT_PORT) },
    'data-dir': { type: 'string', default: defaultDataDir() },
    speed: { type: 'string', default: '1' },
    locale: { type: 'string' },
  });
  if (flags.locale !== undefined && !LOCALES.some((locale) => locale === flags.locale)) {
    throw new AppError('config.invalid', {
      message: `--locale takes ${LOCALES.join(', ')}, not "${flags.locale}".`,
    });
  }
  return {
    web: flags.web,
    open: !flags['no-open'],
    port: numberFlag('port', flags.port, 0, 65_535),
    dataDir: path.resolve(flags['data-dir']),
    speed: numberFlag('speed', flags.speed, 0.1, 1000),
    locale: flags.locale,
  };
}

/** Opens the system's browser; a computer without one still has the printed address. */
function openBrowser(url: string): void {
  const [program, args] =
    process.platform === 'win32'
      ? (['cmd', ['/c', 'start', '', url]] as const)
      : process.platform === 'darwin'
        ? (['open', [url]] as const)
        : (['xdg-open', [url]] as const);
  const child = spawn(program, args, { stdio: 'ignore', detached: true });
  child.on('error', () => console.log(`No browser could be opened. Open ${url} by hand.`));
  child.unref();
}

/** Resolves at the first Ctrl+C or SIGTERM. */
function interruption(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
}

async function startWeb(options: StartOptions): Promise<number> {
  await bundle(['web']);
  const embedded = await startEmbedded({
    dataDir: path.join(options.dataDir, 'gateway'),
    port: options.port,
    webRoot: path.join(ROOT, 'dist', 'web'),
    speed: options.speed,
  });
  console.log(
    `PABX emulator: ${embedded.controlUrl} (control token ${embedded.controlToken}, see docs/emulator.md)`,
  );
  console.log(`Lynk Web: ${embedded.url}/`);
  const page =
    options.locale === undefined ? `${embedded.url}/` : `${embedded.url}/?locale=${options.locale}`;
  if (options.open) openBrowser(page);
  await interruption();
  await embedded.stop();
  return 0;
}

/** The desktop app embeds the gateway itself and prints the same lines; here it is only started and awaited. */
async function startDesktop(options: StartOptions, command: readonly [string, ...string[]]): Promise<number> {
  await bundle(['window', 'web', 'desktop']);
  const args = [
    '--embedded',
    '--port',
    String(options.port),
    '--data-dir',
    options.dataDir,
    '--speed',
    String(options.speed),
  ];
  if (options.locale !== undefined) args.push('--locale', options.locale);
  const [program, ...first] = command;
  const child = spawn(program, [...first, ROOT, ...args], { stdio: 'inherit' });
  void interruption().then(() => child.kill('SIGTERM'));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

await runCommand(async () => {
  const options = startOptions(process.argv.slice(2));
  if (options.web || !options.open) return startWeb(options);
  const electron = await electronRuntime();
  if (electron.isHere) return startDesktop(options, electron.command);
  console.log(
    `Lynk Desktop cannot start here (${electron.reason}); opening Lynk Web in the browser instead.`,
  );
  return startWeb(options);
});
