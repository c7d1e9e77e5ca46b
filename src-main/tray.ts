// The tray icon and the app's badge: both a function of what the service says waits and is unread, asked anew after
// every change that could matter, at most a few times a second.
import { app, Menu, nativeImage, Tray as ElectronTray, type MenuItemConstructorOptions } from 'electron';
import type { Change, ChangeKind } from '#shared/bridge/changes.ts';
import type { Locale } from '#shared/bridge/shell-contract.ts';
import type { Disposable } from '#shared/model/disposable.ts';
import { SHELL_WORDS, type ShellWords } from './i18n.ts';
import type { Log } from './log.ts';
import { failureOf, type ServiceFeed } from './service-feed.ts';
import {
  MAX_SESSIONS,
  newest,
  trayMenu,
  trayTooltip,
  type TrayAction,
  type TrayItem,
  type TrayState,
} from './tray-menu.ts';

const REFRESH_AFTER_MS = 100;
/** Where somebody can wait. */
const LISTS = ['recent', 'campaign'] as const;
const MATTERS: ReadonlySet<ChangeKind> = new Set(['session', 'sessionGone', 'counts', 'reset', 'account']);

export interface TrayOptions {
  readonly feed: Pick<ServiceFeed, 'client' | 'onChange'>;
  /** Path of an icon of build/icons without its size. */
  readonly icons: { readonly idle: string; readonly waiting: string };
  readonly locale: () => Locale;
  readonly act: (action: TrayAction) => void;
  readonly log: Log;
}

const NOTHING: TrayState = { waiting: 0, unread: 0, sessions: [] };

export class Tray implements Disposable {
  readonly #options: TrayOptions;
  readonly #tray: ElectronTray;
  readonly #subscription: Disposable;
  readonly #images: { idle: Electron.NativeImage; waiting: Electron.NativeImage };
  #timer: NodeJS.Timeout | undefined;
  #state = NOTHING;
  #isSignedIn = false;

  constructor(options: TrayOptions) {
    this.#options = options;
    this.#images = {
      idle: nativeImage.createFromPath(options.icons.idle),
      waiting: nativeImage.createFromPath(options.icons.waiting),
    };
    this.#tray = new ElectronTray(this.#images.idle);
    this.#tray.on('click', () => options.act({ kind: 'open' }));
    this.#subscription = options.feed.onChange((change) => this.#onChange(change));
    this.#draw();
  }

  /** Draws anew in the language of now. */
  refresh(): void {
    this.#draw();
  }

  dispose(): void {
    this.#subscription.dispose();
    clearTimeout(this.#timer);
    this.#tray.destroy();
  }

  #onChange(change: Change): void {
    if (change.kind === 'account') this.#isSignedIn = change.account !== null;
    if (!MATTERS.has(change.kind) || this.#timer !== undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#read().catch((error: unknown) =>
        this.#options.log.warn('the tray could not be refreshed', { code: failureOf(error).code }),
      );
    }, REFRESH_AFTER_MS);
  }

  async #read(): Promise<void> {
    const state = this.#isSignedIn ? await this.#ask() : NOTHING;
    // A menu that is set anew closes while it is read: only for something new.
    const isNew = JSON.stringify(state) !== JSON.stringify(this.#state);
    this.#state = state;
    if (isNew) this.#draw();
  }

  async #ask(): Promise<TrayState> {
    const { client } = this.#options.feed;
    const { waiting, recent, campaign } = await client.sessions.counts({});
    const unread = recent.unread + campaign.unread;
    if (waiting === 0) return { waiting, unread, sessions: [] };
    const pages = await Promise.all(
      LISTS.map((list) =>
        client.sessions.page({
          list,
          filter: { only: 'waiting' },
          text: '',
          before: null,
          limit: MAX_SESSIONS,
        }),
      ),
    );
    return { waiting, unread, sessions: newest(pages.flatMap(({ rows }) => rows)) };
  }

  #draw(): void {
    const words: ShellWords = SHELL_WORDS[this.#options.locale()];
    const { waiting, unread } = this.#state;
    this.#tray.setImage(waiting > 0 ? this.#images.waiting : this.#images.idle);
    this.#tray.setToolTip(trayTooltip(this.#state, words));
    if (process.platform === 'darwin') this.#tray.setTitle(waiting > 0 ? String(waiting) : '');
    this.#tray.setContextMenu(Menu.buildFromTemplate(this.#template(words)));
    app.setBadgeCount(unread);
  }

  #template(words: ShellWords): MenuItemConstructorOptions[] {
    const item = ({ id, label, action, items }: TrayItem): MenuItemConstructorOptions => ({
      id,
      label,
      enabled: action !== undefined || items !== undefined,
      ...(items === undefined ? {} : { submenu: items.map(item) }),
      ...(action === undefined ? {} : { click: () => this.#options.act(action) }),
    });
    const groups = trayMenu(this.#state, words).map((group) => group.map(item));
    return groups.flatMap((group, at) => (at === 0 ? group : [{ type: 'separator' as const }, ...group]));
  }
}
