// Whether Electron can run here, and why not. The npm package carries no runtime: it fetches one from GitHub at
// its first start, which many networks forbid. `npm start` must do its main job there too.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './vite.base.ts';

const PACKAGE = path.join(ROOT, 'node_modules', 'electron');
const RELEASES = 'https://github.com/electron/electron/releases';

export type ElectronRuntime =
  | { readonly isHere: true; readonly command: readonly [string, ...string[]] }
  | { readonly isHere: false; readonly reason: string };

/** Whether the runtime lies in node_modules, without fetching it. */
export function isElectronInstalled(): boolean {
  return existsSync(path.join(PACKAGE, 'path.txt'));
}

function command(): readonly [string, ...string[]] {
  return [process.execPath, path.join(PACKAGE, 'cli.js')];
}

async function isReachable(url: string): Promise<boolean> {
  try {
    await fetch(url, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(4000) });
    return true;
  } catch {
    // Any failure means the same thing to the caller: the download would fail too.
    return false;
  }
}

/** Electron's runtime, fetched if need be. `ELECTRON_OVERRIDE_DIST_PATH` names another one, as Electron itself has it. */
export async function electronRuntime(): Promise<ElectronRuntime> {
  if (process.env['ELECTRON_OVERRIDE_DIST_PATH'] !== undefined) return { isHere: true, command: command() };
  if (process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']) {
    return { isHere: false, reason: 'this computer has no display' };
  }
  if (isElectronInstalled()) return { isHere: true, command: command() };
  if (!(await isReachable(RELEASES)))
    return { isHere: false, reason: 'its runtime is not installed and github.com cannot be reached' };
  const install = spawnSync(process.execPath, [path.join(PACKAGE, 'install.js')], {
    stdio: ['ignore', 2, 2],
  });
  if (install.status === 0 && isElectronInstalled()) return { isHere: true, command: command() };
  return { isHere: false, reason: 'its runtime could not be downloaded' };
}
