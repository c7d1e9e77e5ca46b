// Entry of the stand-in: does what Electron does before an app's first line (arguments, -r, package.json), serves
// the module `electron`, runs the app's main script in this Node and starts Chromium for its windows.
import { readFileSync, statSync } from 'node:fs';
import { createRequire, registerHooks } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from './api/app.ts';
import { appLocale } from './api/locale.ts';
import { watchPages } from './api/pages.ts';
import { listenForSchemes } from './api/protocol.ts';
import { browser } from './chromium/browser.ts';
import { calls } from './core/calls.ts';
import { runtime } from './core/runtime.ts';
import { electron } from './electron.ts';

/** How long an app's main script may take before we say what probably holds it up. */
const SLOW_START_MS = 10_000;
const ELECTRON_URL = 'stand-in:electron';
const EXIT_USAGE = 64;
const EXIT_SOFTWARE = 70;

interface CommandLine {
  preloads: string[];
  application: string;
}

function fail(message: string, code: number): never {
  console.error(`Electron stand-in: ${message}`);
  process.exit(code);
}

/** Electron's own arguments come first: switches and `-r <file>`, then the app. */
function readCommandLine(args: readonly string[]): CommandLine {
  const preloads: string[] = [];
  for (let at = 0; at < args.length; at += 1) {
    const argument = args[at] ?? '';
    if (argument === '-r' || argument === '--require') {
      at += 1;
      preloads.push(args[at] ?? '');
    } else if (!argument.startsWith('-')) {
      return { preloads, application: argument };
    }
  }
  return fail('no app given. Usage: electron [-r file] <folder of the app>', EXIT_USAGE);
}

/** Finds the main script and takes name and version from the app's package.json. */
function openApplication(application: string): string {
  const target = path.resolve(application);
  if (!statSync(target).isDirectory()) {
    runtime.appPath = path.dirname(target);
    return target;
  }
  const manifest: unknown = JSON.parse(readFileSync(path.join(target, 'package.json'), 'utf8'));
  const field = (name: string): string | undefined => {
    const value: unknown =
      typeof manifest === 'object' && manifest !== null ? Reflect.get(manifest, name) : undefined;
    return typeof value === 'string' ? value : undefined;
  };
  runtime.appPath = target;
  runtime.name = field('productName') ?? field('name') ?? runtime.name;
  runtime.version = field('version') ?? runtime.version;
  return path.join(target, field('main') ?? 'index.js');
}

/** The module as apps may import it: by name, as a whole, or with require (Node's name for that: module.exports). */
function electronSource(): string {
  return `
    import { electron } from ${JSON.stringify(pathToFileURL(path.join(import.meta.dirname, 'electron.ts')).href)};
    export { electron as default, electron as 'module.exports' };
    export const { ${Object.keys(electron).join(', ')} } = electron;
  `;
}

function becomeElectron(): void {
  registerHooks({
    resolve: (specifier, context, next) =>
      /^electron(\/(main|common))?$/.test(specifier)
        ? { url: ELECTRON_URL, format: 'module', shortCircuit: true }
        : next(specifier, context),
    load: (url, context, next) =>
      url === ELECTRON_URL
        ? { source: electronSource(), format: 'module', shortCircuit: true }
        : next(url, context),
  });
  const binary =
    process.env['STANDIN_BINARY'] ??
    fail('start it by its launcher, tests/electron-stand-in/electron.', EXIT_USAGE);
  process.argv.splice(0, 2, binary);
  process.execPath = binary;
  Object.assign(process.versions, { electron: '45.4.1', chrome: '156.0.0.0' });
  Object.assign(process, { type: 'browser', defaultApp: true, resourcesPath: import.meta.dirname });
  Object.assign(globalThis, {
    __standIn: {
      calls,
      get chromiumPid() {
        return browser.pid;
      },
    },
  });
}

async function startChromium(): Promise<void> {
  const schemePort = await listenForSchemes();
  const profile = path.join(app.getPath('userData'), 'stand-in-chromium');
  browser.start({ profile, schemePort, language: appLocale() }, (code) =>
    fail(`Chromium ended by itself (${code ?? 'signal'}).`, EXIT_SOFTWARE),
  );
  await watchPages();
}

async function run(): Promise<void> {
  const { preloads, application } = readCommandLine(process.argv.slice(2));
  becomeElectron();
  const entry = openApplication(application);
  const require = createRequire(import.meta.url);
  for (const preload of preloads) require(path.resolve(preload));
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => app.quit());
  const slow = setTimeout(() => {
    console.error(
      'Electron stand-in: the main script has not finished loading. A top-level await of app.whenReady() never ends.',
    );
  }, SLOW_START_MS);
  await import(pathToFileURL(entry).href).catch((error: unknown) => {
    console.error('App threw an error during load', error);
    process.exit(1);
  });
  clearTimeout(slow);
  // An app that found itself to be the second instance has quit by now and needs no Chromium.
  if (app.isEnding) return;
  await startChromium();
  app.becomeReady();
}

run().catch((error: unknown) => {
  console.error('Electron stand-in:', error);
  process.exit(EXIT_SOFTWARE);
});
