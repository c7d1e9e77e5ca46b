// Finds the browsers that tests need. None is an error that says what to do, never a skip.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';
import sparticuz from '@sparticuz/chromium';

const SYSTEM = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** A full Chromium that is here already: CHROMIUM_PATH, Playwright's own, the system's. */
function installedChromium(): string | undefined {
  return [process.env['CHROMIUM_PATH'], chromium.executablePath(), ...SYSTEM].find(
    (candidate): candidate is string => candidate !== undefined && existsSync(candidate),
  );
}

function tryTo(program: string, args: readonly string[]): void {
  console.error(`Getting a Chromium for the tests: ${program} ${args.join(' ')}`);
  spawnSync(program, args, {
    stdio: ['ignore', 2, 2],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
}

/** A full Chromium, got if need be (Playwright's download, then Debian's package): the stand-in for Electron needs one. */
function fullChromium(): string | undefined {
  const here = installedChromium();
  if (here !== undefined) return here;
  tryTo(process.execPath, ['node_modules/@playwright/test/cli.js', 'install', 'chromium']);
  if (installedChromium() === undefined && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    tryTo('apt-get', ['update', '-qq']);
    tryTo('apt-get', ['install', '-y', '-qq', 'chromium']);
  }
  return installedChromium();
}

/**
 * The Chromium that the tests use. Where no full one can be got it is the headless one that npm carries (Linux x64):
 * Lynk Web runs on it, the stand-in for Electron does not, and its specs fail and say so.
 */
export async function chromiumForTests(): Promise<string | undefined> {
  const full = fullChromium();
  if (full !== undefined || process.platform !== 'linux' || process.arch !== 'x64') return full;
  console.error('Only a headless shell of Chromium could be got: the specs of Lynk Desktop will fail on it.');
  return sparticuz.executablePath();
}
