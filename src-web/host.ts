// Lynk Web's host: what the desktop shell is to Lynk Desktop, in a page. It answers the shell contract, starts the
// service in a Web Worker when this tab may, and hands the window its two ports. Loaded by index.html before the
// window's own script, which listens by the time the ports are posted.
import '#shared/bridge/no-generated-code.ts';
import { uuidv7 } from 'uuidv7';
import { localeFrom } from '#shared/bridge/locale.ts';
import { PORTS_MESSAGE } from '#shared/bridge/ports.ts';
import { Locale } from '#shared/bridge/shell-contract.ts';
import { ShellRequests } from '#shared/bridge/shell-requests.ts';
import { showNotifications, testNotification } from './notifications.ts';
import { deviceId, loadPreferences, textStore, savePreferences, type TextStore } from './preferences.ts';
import { ServiceThread } from './service-thread.ts';
import { serveShell } from './shell-router.ts';
import { takeTabLock } from './tab-lock.ts';
import { HOST_WORDS, tell } from './tell.ts';

/** Set for the one load after "use here": that load takes the data from the other tab. */
const TAKE_OVER = 'lynk:takeOver';
/** Told once per tab. */
const TOLD = 'lynk:toldNothingKept';
const SET = 'yes';

function domReady(): Promise<void> {
  if (document.readyState === 'complete') return Promise.resolve();
  return new Promise((resolve) =>
    document.addEventListener('DOMContentLoaded', () => resolve(), { once: true }),
  );
}

/** Whether the flag was set; it counts once. */
function takeFlag(tab: TextStore, name: string): boolean {
  const isSet = tab.getItem(name) === SET;
  tab.setItem(name, '');
  return isSet;
}

function startHost(): void {
  const parameters = new URLSearchParams(window.location.search);
  const gateway = window.location.origin;
  const systemLocale = Locale.safeParse(parameters.get('locale')).data ?? localeFrom(navigator.languages);
  const requests = new ShellRequests();
  const browser = textStore('localStorage');
  const tab = textStore('sessionStorage');
  let preferences = loadPreferences(browser);
  let isHolder = false;
  let thread: ServiceThread | undefined;
  const locale = (): Locale => (preferences.locale === 'system' ? systemLocale : preferences.locale);

  const service = new MessageChannel();
  const shell = new MessageChannel();

  const onReady = (storage: 'kept' | 'memory'): void => {
    if (storage === 'kept') {
      // Asks the browser not to clear what waits to be sent when the disk gets full.
      navigator.storage.persist().catch((error: unknown) => console.warn('storage may be cleared', error));
      return;
    }
    if (tab.getItem(TOLD) === SET) return;
    tab.setItem(TOLD, SET);
    const words = HOST_WORDS[locale()];
    tell(words.nothingKept, words.close);
  };

  const letGo = async (): Promise<void> => {
    isHolder = false;
    requests.publish({ kind: 'tab', isHolder });
    await thread?.stop();
  };

  const start = async (): Promise<void> => {
    const lock = await takeTabLock({ force: takeFlag(tab, TAKE_OVER), onRelease: letGo });
    isHolder = lock.isHolder;
    serveShell(shell.port1, {
      gateway,
      systemLocale,
      getPreferences: () => preferences,
      setPreferences: (changed) => {
        preferences = changed;
        savePreferences(browser, changed);
      },
      isHolder: () => isHolder,
      // A fresh page is the simplest way to a fresh service; nothing of the old one is left to be confused with.
      takeOver: () => {
        tab.setItem(TAKE_OVER, SET);
        window.location.reload();
      },
      requests,
      testNotification: () => testNotification(locale()),
    });
    await domReady();
    window.postMessage(PORTS_MESSAGE, window.location.origin, [service.port2, shell.port2]);
    if (!isHolder) return;
    thread = new ServiceThread({
      gateway,
      agent: parameters.get('agent'),
      device: deviceId(browser, uuidv7),
      onReady,
      onFailed: (error) => {
        const words = HOST_WORDS[locale()];
        tell(`${words.failed} ${error.message} (${error.code})`, words.reload, () =>
          window.location.reload(),
        );
      },
    });
    thread.connect(service.port1);
    const client = thread.client();
    window.addEventListener('online', () => {
      client.link.retry({}).catch((error: unknown) => console.warn('no retry', error));
    });
    showNotifications({
      client,
      locale,
      isEnabled: () => preferences.notifications,
      openSession: (sessionId) => requests.publish({ kind: 'openSession', sessionId }),
    });
  };
  void start();
}

startHost();
