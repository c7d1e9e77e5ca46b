// The desktop program, put together: everything that lives is made here, in order, and ended in the opposite order.
// Thin on purpose: data moves in the service's thread and in the window, not here.
import { randomUUID } from 'node:crypto';
import process from 'node:process';
import { app, dialog, nativeTheme, Notification, powerMonitor, protocol } from 'electron';
import { localeFrom } from '#shared/bridge/locale.ts';
import type { Locale } from '#shared/bridge/shell-contract.ts';
import { ShellRequests } from '#shared/bridge/shell-requests.ts';
import { AppError } from '#shared/model/errors.ts';
import type { SessionId } from '#shared/model/ids.ts';
import { Attention } from './attention.ts';
import { parseCommandLine, type CommandLine } from './command-line.ts';
import { startEmbeddedGateway } from './embedded-gateway.ts';
import { SHELL_WORDS } from './i18n.ts';
import { servePages } from './ipc.ts';
import { Lifetime } from './lifetime.ts';
import { openLog, type Log } from './log.ts';
import { setApplicationMenu } from './menu.ts';
import { pathsFrom } from './paths.ts';
import { PreferenceStore } from './preferences.ts';
import { APP_SCHEME_PRIVILEGES, serveWindow } from './protocol.ts';
import { openLocalSecrets } from './secrets/local-secrets.ts';
import { confinePages, openExternal } from './security.ts';
import { failureOf, ServiceFeed } from './service-feed.ts';
import { ServiceHost } from './service-host/service-host.ts';
import { shellServer } from './shell-router.ts';
import { Tray } from './tray.ts';
import type { TrayAction } from './tray-menu.ts';
import { hasTray } from './tray-presence.ts';
import { MainWindow } from './window/main-window.ts';

const paths = pathsFrom(import.meta.dirname);
const lifetime = new Lifetime();
let showExisting = (): void => undefined;

let ending: Promise<void> | undefined;

/** Ends everything in order, then the program. May be asked for more than once. */
function quit(exitCode = 0): void {
  ending ??= lifetime
    .dispose()
    .catch((error: unknown) => console.error(AppError.from(error).message))
    .then(() => app.exit(exitCode));
}

/** One sentence on stderr and, for who sees no terminal, in a box. */
function fail(error: unknown, locale: Locale): void {
  // What fails because the program ends is no news.
  if (ending !== undefined) return;
  const failure = AppError.from(error);
  console.error(failure.message);
  dialog.showErrorBox(SHELL_WORDS[locale].couldNotStart, failure.message);
  quit(1);
}

async function start(line: CommandLine, locale: Locale, log: Log): Promise<void> {
  const dataDir = app.getPath('userData');
  const preferences = new PreferenceStore(dataDir);
  const localeNow = (): Locale => {
    const chosen = preferences.get().locale;
    return chosen === 'system' ? locale : chosen;
  };

  const secrets = await openLocalSecrets(dataDir, SHELL_WORDS[localeNow()], log);
  if (secrets === null) return quit();

  const gateway = line.embedded
    ? await startEmbeddedGateway({
        dataDir,
        port: line.port,
        lastPort: preferences.gatewayPort,
        speed: line.speed,
        webRoot: line.webRoot ?? paths.web,
        paths,
        print: (text) => console.log(text),
      })
    : null;
  if (gateway !== null) {
    lifetime.add(gateway);
    preferences.gatewayPort = gateway.port;
  }

  const service = new ServiceHost({
    worker: paths.serviceWorker,
    start: {
      dataDir,
      key: secrets.key,
      device: preferences.deviceId(randomUUID),
      clientVersion: app.getVersion(),
      autoSignIn: gateway === null ? null : { gateway: gateway.url },
    },
    credentials: secrets.credentials,
    log,
  });
  lifetime.add(service);
  await service.start();

  const isTrayThere = await hasTray(line.tray, process.platform);
  const window = new MainWindow({
    preload: paths.preload,
    icon: paths.icon,
    preferences,
    isDark: () => nativeTheme.shouldUseDarkColors,
    canHide: () => isTrayThere || process.platform === 'darwin',
    log,
  });
  lifetime.add(window);
  const requests = new ShellRequests();
  const open = (sessionId: SessionId | null): void => {
    window.show();
    if (sessionId !== null) requests.publish({ kind: 'openSession', sessionId });
  };

  const feed = new ServiceFeed(() => service.connect(), log);
  lifetime.add(feed);
  const attention = new Attention({
    native: {
      isSupported: () => Notification.isSupported(),
      make: (options) => new Notification(options),
    },
    feed,
    icon: paths.icon,
    locale: localeNow,
    isEnabled: () => preferences.get().notifications,
    isWindowFocused: () => window.isFocused,
    open,
    log,
  });
  lifetime.add(attention);
  const act = (action: TrayAction): void => {
    if (action.kind === 'quit') quit();
    else if (action.kind === 'pickUp') void attention.pickUp(action.sessionId, action.name);
    else open(action.kind === 'openSession' ? action.sessionId : null);
  };
  const tray = new Tray({ feed, icons: paths.tray, locale: localeNow, act, log });
  lifetime.add(tray);

  const serveShell = shellServer({
    version: app.getVersion(),
    systemLocale: locale,
    defaultGateway: gateway?.url ?? null,
    preferences,
    requests,
    openExternal,
    showWindow: () => window.show(),
    setTitle: (title) => window.setTitle(title),
    testNotification: () => attention.test(),
    log,
  });
  lifetime.add(servePages({ connectService: () => service.connect(), serveShell, log }));
  lifetime.add(
    preferences.onChange((changed) => {
      requests.publish({ kind: 'preferences', preferences: changed });
      setApplicationMenu(localeNow(), quit);
      tray.refresh();
    }),
  );
  // The ports of a thread that died lead nowhere: the page asks for new ones when it loads anew.
  lifetime.add(service.onRestart(() => window.reload()));
  powerMonitor.on('resume', () => {
    feed.client.link
      .retry({})
      .catch((error: unknown) => log.warn('no retry after sleep', { code: failureOf(error).code }));
  });

  setApplicationMenu(localeNow(), quit);
  showExisting = () => window.show();
  app.on('activate', () => window.show());
  window.show();
}

function run(): void {
  let line: CommandLine;
  try {
    line = parseCommandLine(process.argv.slice(app.isPackaged ? 1 : 2));
  } catch (error) {
    console.error(AppError.from(error).message);
    app.exit(1);
    return;
  }
  app.enableSandbox();
  app.setName('Lynk');
  app.setAppUserModelId('br.com.voitel.lynk');
  protocol.registerSchemesAsPrivileged([APP_SCHEME_PRIVILEGES]);
  if (line.dataDir !== undefined) app.setPath('userData', line.dataDir);
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  app.on('second-instance', () => showExisting());
  // Without a window there is a tray, or the program ends: MainWindow hides where it may.
  app.on('window-all-closed', () => quit());
  app.on('before-quit', (event) => {
    event.preventDefault();
    quit();
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => quit());

  void app.whenReady().then(async () => {
    const locale = line.locale ?? localeFrom(app.getPreferredSystemLanguages());
    try {
      const log = openLog(line.dataDir === undefined ? app.getPath('logs') : line.dataDir);
      confinePages(log);
      serveWindow(protocol, paths.window);
      await start(line, locale, log);
    } catch (error) {
      fail(error, locale);
    }
  });
}

run();
