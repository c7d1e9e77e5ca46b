import os from 'node:os';
import path from 'node:path';

/** Where Lynk keeps its data unless `--data-dir` says otherwise; the same folder that Electron calls userData. */
export function defaultDataDir(): string {
  const home = os.homedir();
  if (process.platform === 'win32')
    return path.join(process.env['APPDATA'] ?? path.join(home, 'AppData', 'Roaming'), 'Lynk');
  if (process.platform === 'darwin') return path.join(home, 'Library', 'Application Support', 'Lynk');
  return path.join(process.env['XDG_CONFIG_HOME'] ?? path.join(home, '.config'), 'Lynk');
}
