// The one Chromium that shows all windows of this app: found, started, spoken to, ended.
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { appendedSwitches, givenSwitches } from '../core/runtime.ts';
import { DevToolsConnection, type DevToolsSession } from './connection.ts';

/** Longest wait for Chromium to write its profile and end before it is killed. */
const END_TIMEOUT_MS = 3000;

const FLAGS = [
  '--headless=new',
  '--remote-debugging-pipe',
  '--no-startup-window',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
  '--disable-breakpad',
  '--disable-component-update',
  '--disable-dev-shm-usage',
  '--disable-extensions',
  '--disable-gpu',
  '--disable-popup-blocking',
  '--disable-quic',
  '--disable-sync',
  '--force-color-profile=srgb',
  '--hide-scrollbars',
  '--mute-audio',
  '--noerrdialogs',
  '--password-store=basic',
  '--use-mock-keychain',
];

/** Chromium asks the network, upgrades our http: addresses or shows its own pages with these. */
const DISABLED_FEATURES = [
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LocalNetworkAccessChecks',
  'MediaRouter',
  'OptimizationHints',
  'Translate',
];

/** Appended switches that are ours to decide. */
const OWN_SWITCHES = new Set([
  'disable-features',
  'headless',
  'inspect',
  'remote-debugging-port',
  'user-data-dir',
  'lang',
]);

export interface BrowserOptions {
  profile: string;
  /** Port of the server that answers custom schemes. */
  schemePort: number;
  language: string;
}

function findChromium(): string {
  const given = process.env['CHROMIUM_PATH'];
  const path = given ?? '/usr/bin/chromium';
  if (existsSync(path)) return path;
  throw new Error(
    given === undefined
      ? 'The Electron stand-in needs a full Chromium and found none at /usr/bin/chromium. Install one (Debian: "apt-get install chromium") or set CHROMIUM_PATH.'
      : `CHROMIUM_PATH names ${given}, where there is no file. Set it to a full Chromium or unset it.`,
  );
}

function chromiumArguments({ profile, schemePort, language }: BrowserOptions): string[] {
  const disabled = [...DISABLED_FEATURES, ...(appendedSwitches.get('disable-features') ?? '').split(',')];
  const forwarded = [...appendedSwitches].filter(([name]) => !OWN_SWITCHES.has(name));
  const port = givenSwitches.get('remote-debugging-port');
  return [
    ...FLAGS,
    ...forwarded.map(([name, value]) => (value ? `--${name}=${value}` : `--${name}`)),
    `--disable-features=${disabled.filter(Boolean).join(',')}`,
    `--host-resolver-rules=MAP *.localhost 127.0.0.1:${schemePort}`,
    `--lang=${language}`,
    `--accept-lang=${language}`,
    `--user-data-dir=${profile}`,
    ...(process.getuid?.() === 0 || givenSwitches.has('no-sandbox') ? ['--no-sandbox'] : []),
    ...(port === undefined ? [] : [`--remote-debugging-port=${port}`]),
  ];
}

class Browser {
  #process: ChildProcess | undefined;
  #connection: DevToolsConnection | undefined;

  /** Starts Chromium. `onLost` runs when it ends without `stop`. */
  start(options: BrowserOptions, onLost: (code: number | null) => void): void {
    const child = spawn(findChromium(), chromiumArguments(options), {
      // Signals to our process group (Ctrl+C) reach the app, which ends Chromium in order.
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
    });
    // The stdio above makes these three pipes.
    const [, , errors, output, input] = child.stdio as unknown as [null, null, Readable, Writable, Readable];
    createInterface({ input: errors }).on('line', (line) => {
      // Playwright waits for this line; the rest is Chromium talking to itself.
      if (line.startsWith('DevTools listening on') || process.env['STANDIN_DEBUG'])
        process.stderr.write(`${line}\n`);
    });
    child.on('exit', (code) => {
      const wasRunning = this.#process !== undefined;
      this.#process = undefined;
      this.#connection?.close();
      if (wasRunning) onLost(code);
    });
    child.on('error', (error) => {
      console.error('Electron stand-in: Chromium could not be started.', error);
      onLost(null);
    });
    process.on('exit', () => child.kill('SIGKILL'));
    this.#process = child;
    this.#connection = new DevToolsConnection(output, input);
  }

  /** The DevTools session with this id; without one, the browser's own. Throws before `start`. */
  session(id?: string): DevToolsSession {
    if (!this.#connection)
      throw new Error('Electron stand-in: Chromium is not running yet; wait for app.whenReady().');
    return this.#connection.session(id);
  }

  /** Id of Chromium's main process; undefined while it does not run. */
  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** Ends Chromium, giving it time to write its profile. */
  async stop(): Promise<void> {
    const child = this.#process;
    if (!child) return;
    this.#process = undefined;
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    const killing = setTimeout(() => child.kill('SIGKILL'), END_TIMEOUT_MS);
    // The answer may be cut off by the end itself.
    await this.session()
      .send('Browser.close')
      .catch(() => undefined);
    await ended;
    clearTimeout(killing);
  }
}

export const browser = new Browser();
