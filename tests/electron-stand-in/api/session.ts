// Electron's `session`. Every partition has handlers of its own; cookies and storage are one for all (README.md).
import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';
import { browser } from '../chromium/browser.ts';
import { noteCall } from '../core/calls.ts';
import { guardClass, guardObject, notEmulated } from '../core/guards.ts';
import { net } from './net.ts';
import { originOf, protocol, toChromium } from './protocol.ts';
import type { WebContents } from './web-contents.ts';
import { WebRequestRules } from './web-request.ts';

type RequestHandler = (
  contents: WebContents,
  permission: string,
  callback: (allowed: boolean) => void,
  details: object,
) => void;
type CheckHandler = (
  contents: WebContents | null,
  permission: string,
  origin: string,
  details: object,
) => boolean;

type Emulated =
  | 'clearCache'
  | 'clearStorageData'
  | 'getSpellCheckerLanguages'
  | 'isPersistent'
  | 'setSpellCheckerEnabled'
  | 'setSpellCheckerLanguages';

/** Chromium's names for the permissions of Electron that a page can ask for. */
const CHROMIUM_NAMES: Readonly<Record<string, readonly string[]>> = {
  'clipboard-read': ['clipboard-read'],
  'display-capture': ['display-capture'],
  geolocation: ['geolocation'],
  'idle-detection': ['idle-detection'],
  media: ['camera', 'microphone'],
  midi: ['midi'],
  notifications: ['notifications'],
};

const DICTIONARIES = ['de', 'en-GB', 'en-US', 'es', 'es-MX', 'fr', 'it', 'pt-BR', 'pt-PT'];

export class Session extends EventEmitter implements Pick<Electron.Session, Emulated> {
  static {
    guardClass('session', Session);
  }
  readonly availableSpellCheckerLanguages = [...DICTIONARIES];
  readonly fetch = net.fetch;
  readonly rules: WebRequestRules;
  readonly webRequest: object;
  readonly #partition: string;
  #languages: string[] = ['en-US'];
  /** Origins in Chromium's terms of all pages this session has shown. */
  #visited = new Set<string>();
  #onRequest: RequestHandler | null = null;
  #onCheck: CheckHandler | null = null;

  constructor(partition: string) {
    super();
    this.#partition = partition;
    this.rules = new WebRequestRules(() => this.emit('stand-in-rules'));
    this.webRequest = this.rules.api;
  }

  get protocol(): typeof protocol {
    if (this.#partition) throw notEmulated('session.fromPartition().protocol');
    return protocol;
  }

  isPersistent(): boolean {
    return this.#partition === '' || this.#partition.startsWith('persist:');
  }

  setPermissionRequestHandler(handler: RequestHandler | null): void {
    this.#onRequest = handler;
  }

  setPermissionCheckHandler(handler: CheckHandler | null): void {
    this.#onCheck = handler;
  }

  setCertificateVerifyProc(proc: unknown): void {
    noteCall('session.setCertificateVerifyProc', proc);
  }

  setSpellCheckerEnabled(enable: boolean): void {
    noteCall('session.setSpellCheckerEnabled', enable);
  }

  setSpellCheckerLanguages(languages: string[]): void {
    const unknown = languages.find((language) => !DICTIONARIES.includes(language));
    if (unknown !== undefined)
      throw new Error(`Invalid language code provided: "${unknown}" is not a valid language code`);
    this.#languages = [...languages];
  }

  getSpellCheckerLanguages(): string[] {
    return [...this.#languages];
  }

  async clearCache(): Promise<void> {
    noteCall('session.clearCache');
  }

  async clearStorageData(options: Electron.ClearStorageDataOptions = {}): Promise<void> {
    const given = options.origin === undefined ? [...this.#visited] : [chromiumOrigin(options.origin)];
    const storageTypes = options.storages?.join(',').replace('localstorage', 'local_storage') ?? 'all';
    const clear = (origin: string) =>
      browser.session().send('Storage.clearDataForOrigin', { origin, storageTypes });
    await Promise.all(given.map(clear));
  }

  /** Asks the app for a permission that a page wants, and tells Chromium the answer. */
  async askPermission(contents: WebContents, permission: string): Promise<boolean> {
    const requestingUrl = contents.getURL();
    const details = { requestingUrl, isMainFrame: true, securityOrigin: originOf(requestingUrl) };
    const allowed = await new Promise<boolean>((resolve) => {
      if (this.#onRequest) this.#onRequest(contents, permission, resolve, details);
      else resolve(true);
    });
    await tellChromium(permission, requestingUrl, allowed);
    return allowed;
  }

  /** Gives Chromium the app's standing answers for an address, before its page can ask. */
  async applyPermissionChecks(contents: WebContents, url: string): Promise<void> {
    const origin = originOf(url);
    if (URL.canParse(url)) this.#visited.add(chromiumOrigin(url));
    const details = { requestingUrl: url, isMainFrame: true, securityOrigin: origin };
    await Promise.all(
      Object.keys(CHROMIUM_NAMES).map((permission) =>
        tellChromium(permission, url, this.#onCheck?.(contents, permission, origin, details) ?? true),
      ),
    );
  }
}

/** The origin of one of the app's URLs as Chromium knows it. */
function chromiumOrigin(url: string): string {
  return new URL(toChromium(url)).origin;
}

async function tellChromium(permission: string, url: string, allowed: boolean): Promise<void> {
  const address = toChromium(url);
  if (!/^https?:/.test(address)) return;
  const origin = chromiumOrigin(url);
  const setting = allowed ? 'granted' : 'denied';
  const names = CHROMIUM_NAMES[permission] ?? [];
  await Promise.all(
    names.map((name) =>
      browser.session().send('Browser.setPermission', { permission: { name }, setting, origin }),
    ),
  );
}

const sessions = new Map<string, Session>();

/** The session of a partition, made at first use; '' is the default one. */
export function sessionOf(partition: string): Session {
  const known = sessions.get(partition) ?? new Session(partition);
  sessions.set(partition, known);
  return known;
}

export const session = guardObject('session', {
  get defaultSession(): Session {
    return sessionOf('');
  },
  fromPartition: sessionOf,
});
