// Whether an icon in the tray can be seen. Electron makes one without complaint where nothing shows it (GNOME
// without an extension, bare window managers); hiding the only window there would lose it for good.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ASK_MS = 2000;

/** The session bus's own answer: does anybody show status icons? */
async function hasStatusNotifierWatcher(): Promise<boolean> {
  try {
    const { stdout } = await run(
      'dbus-send',
      [
        '--session',
        '--print-reply',
        '--dest=org.freedesktop.DBus',
        '/org/freedesktop/DBus',
        'org.freedesktop.DBus.NameHasOwner',
        'string:org.kde.StatusNotifierWatcher',
      ],
      { timeout: ASK_MS },
    );
    return stdout.includes('boolean true');
  } catch {
    // No bus or nobody who asks it: no tray that could be relied on.
    return false;
  }
}

/** `choice` is `--tray`: desktops whose tray does not announce itself can be told. */
export async function hasTray(choice: 'auto' | 'yes' | 'no', platform: NodeJS.Platform): Promise<boolean> {
  if (choice !== 'auto') return choice === 'yes';
  return platform === 'linux' ? hasStatusNotifierWatcher() : true;
}
