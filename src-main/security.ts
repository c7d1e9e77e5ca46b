// What a page may do: nothing that it was not given. Navigation, new windows, webviews and permissions are denied
// for every web contents of the app, whoever makes it; links leave through one allow-list.
import { app, session, shell, type Session as ElectronSession, type WebContents } from 'electron';
import { externalLink } from '#shared/bridge/external-links.ts';
import { AppError } from '#shared/model/errors.ts';
import type { Log } from './log.ts';
import { isGranted, isOurs } from './trust.ts';

/**
 * Hands a link to the system.
 * @throws AppError `bridge.invalidInput` when it is not allowed out, `bridge.unavailable` when nothing opens it
 */
export async function openExternal(url: string): Promise<void> {
  const link = externalLink(url);
  try {
    await shell.openExternal(link);
  } catch (cause) {
    throw new AppError('bridge.unavailable', {
      message: 'No program of this computer opens the link.',
      cause,
    });
  }
}

function openOrLog(url: string, log: Log): void {
  openExternal(url).catch((error: unknown) =>
    log.warn('a link was not opened', { code: AppError.from(error).code }),
  );
}

function confine(contents: WebContents, log: Log): void {
  contents.on('will-navigate', (event) => {
    if (isOurs(event.url)) return;
    event.preventDefault();
    log.warn('navigation denied');
  });
  contents.on('will-redirect', (event) => {
    if (!isOurs(event.url)) event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    openOrLog(url, log);
    return { action: 'deny' };
  });
}

function confineSession(electronSession: ElectronSession): void {
  electronSession.setPermissionRequestHandler((_contents, permission, answer, details) =>
    answer(isGranted(permission, details.requestingUrl)),
  );
  electronSession.setPermissionCheckHandler((_contents, permission, origin) => isGranted(permission, origin));
}

/** To be called once, when the app is ready and before the first window. */
export function confinePages(log: Log): void {
  confineSession(session.defaultSession);
  app.on('web-contents-created', (_event, contents) => confine(contents, log));
}
