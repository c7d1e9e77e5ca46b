// What every end-to-end spec gets: a team (emulator and gateway in processes of their own) and clients on the
// host of the project, Lynk Web in Chromium or Lynk Desktop on Electron (or its stand-in). Specs never know which.
import path from 'node:path';
import { test as base, type JSHandle, type Page } from '@playwright/test';
import type { Recorded } from '#tests/electron-stand-in/recorded.ts';
import { passwordOf, Team } from '#tests/support/team.ts';
import { openDesktop } from './desktop-client.ts';
import { openWeb } from './web-client.ts';

/** What a system notification said, and a way to use it as a person would. */
export interface ShownNotification {
  readonly title: string;
  readonly body: string;
}

export interface ClientOptions {
  readonly extension: string;
  readonly gatewayUrl: string;
  /** The client's own folder: a restart finds what it left. */
  readonly folder: string;
  readonly locale?: 'pt-BR' | 'en' | 'es';
  readonly theme?: 'light' | 'dark';
  readonly viewport?: { readonly width: number; readonly height: number };
  /** Looks at the sign-in before it is filled in. */
  readonly beforeSignIn?: (page: Page) => Promise<void>;
}

/** One agent's Lynk. */
export interface Client {
  readonly page: Page;
  readonly extension: string;
  /** What a desktop was shown (tray, notifications, dialogs), to look at and to act on. */
  readonly shell?: JSHandle<Recorded>;
  notifications(): Promise<ShownNotification[]>;
  /** Clicks the newest notification with this title. */
  clickNotification(title: string): Promise<void>;
  /** Ends it as a person does. */
  close(): Promise<void>;
  /** SIGKILL for everything that belongs to it. */
  kill(): Promise<void>;
}

type Open = (options: ClientOptions) => Promise<Client>;

export interface Fixtures {
  team: Team;
  /** Opens a client and signs the agent in by typing; `again` opens the same client after `close` or `kill`. */
  openClient: (extension: string, options?: Partial<ClientOptions>) => Promise<Client>;
  again: (client: Client) => Promise<Client>;
  host: 'web' | 'desktop';
}

/** Types the sign-in as an agent does: the gateway first, which a page that it served knows. */
async function signIn(page: Page, options: ClientOptions, host: Fixtures['host']): Promise<void> {
  const extension = page.getByLabel(/^(Ramal|Extension|Extensión)/u);
  const gateway = page.getByLabel(/^(Endereço do gateway|Gateway address|Dirección del gateway)/u);
  if (host === 'desktop') {
    await gateway.fill(options.gatewayUrl);
    await page.getByRole('button', { name: /^(Continuar|Continue)$/u }).click();
  }
  await extension.waitFor();
  await options.beforeSignIn?.(page);
  await extension.fill(options.extension);
  await page.getByLabel(/^(Senha|Password|Contraseña)/u).fill(passwordOf(options.extension));
  await page.getByRole('button', { name: /^(Entrar|Sign in|Iniciar sesión)$/u }).click();
}

/** Live: from here on what arrives is news, not backlog. */
async function ready(page: Page): Promise<void> {
  await page.getByRole('button', { name: /, (Conectado|Connected)$/u }).waitFor();
}

export const test = base.extend<Fixtures>({
  host: async ({ browserName: _ }, use, info) => {
    await use(info.project.metadata['host'] === 'desktop' ? 'desktop' : 'web');
  },
  team: async ({ host: _ }, use) => {
    const team = await Team.start(['1001', '1002', '1003']);
    await use(team);
    await team.stop();
  },
  openClient: async ({ team, host }, use) => {
    const open: Open = host === 'desktop' ? openDesktop : openWeb;
    const opened: Client[] = [];
    await use(async (extension, options = {}) => {
      const whole: ClientOptions = {
        extension,
        gatewayUrl: team.gatewayUrl,
        folder: path.join(team.folder, `client-${extension}`),
        locale: 'pt-BR',
        ...options,
      };
      const client = await open(whole);
      opened.push(client);
      remembered.set(client, { open, options: whole, opened });
      await signIn(client.page, whole, host);
      await ready(client.page);
      return client;
    });
    await Promise.all(opened.map((client) => client.close()));
  },
  again: async ({ openClient: _ }, use) => {
    await use(async (client) => {
      const how = remembered.get(client);
      if (!how) throw new Error('This client was not opened by openClient.');
      const reopened = await how.open(how.options);
      how.opened.push(reopened);
      remembered.set(reopened, how);
      await ready(reopened.page);
      return reopened;
    });
  },
});

const remembered = new WeakMap<Client, { open: Open; options: ClientOptions; opened: Client[] }>();

export { expect } from '@playwright/test';
