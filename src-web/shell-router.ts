// The shell contract as a browser answers it.
import { implement, ORPCError } from '@orpc/server';
import { RPCHandler } from '@orpc/server/message-port';
import { externalLink } from '#shared/bridge/external-links.ts';
import { shellContract, type Locale, type Preferences } from '#shared/bridge/shell-contract.ts';
import type { ShellRequests } from '#shared/bridge/shell-requests.ts';
import { AppError } from '#shared/model/errors.ts';
import type { TestOutcome } from './notifications.ts';
import { WEB_VERSION } from './version.ts';

export interface WebShellOptions {
  readonly gateway: string;
  readonly systemLocale: Locale;
  readonly getPreferences: () => Preferences;
  readonly setPreferences: (preferences: Preferences) => void;
  readonly isHolder: () => boolean;
  readonly takeOver: () => void;
  readonly requests: ShellRequests;
  readonly testNotification: () => Promise<TestOutcome>;
}

/** Answers `shellContract` on the page's own port, with every failure as its typed `FAILED`. */
export function serveShell(port: MessagePort, options: WebShellOptions): void {
  const os = implement(shellContract).use(async ({ next }) => {
    try {
      return await next();
    } catch (error) {
      if (error instanceof ORPCError) throw error;
      const failure = AppError.from(error);
      throw new ORPCError('FAILED', { message: failure.message, data: failure.toData() });
    }
  });
  const router = os.router({
    info: os.info.handler(() => ({
      host: 'web' as const,
      platform: navigator.userAgent,
      version: WEB_VERSION,
      systemLocale: options.systemLocale,
      defaultGateway: options.gateway,
    })),
    preferences: {
      get: os.preferences.get.handler(() => options.getPreferences()),
      set: os.preferences.set.handler(({ input }) => {
        const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
        const preferences: Preferences = { ...options.getPreferences(), ...given };
        options.setPreferences(preferences);
        options.requests.publish({ kind: 'preferences', preferences });
        return preferences;
      }),
    },
    openExternal: os.openExternal.handler(({ input }) => {
      // `noopener`: the page that opens must not reach back into this one.
      window.open(externalLink(input.url), '_blank', 'noopener,noreferrer');
      return {};
    }),
    window: {
      show: os.window.show.handler(() => {
        window.focus();
        return {};
      }),
      takeOver: os.window.takeOver.handler(() => {
        options.takeOver();
        return {};
      }),
      setTitle: os.window.setTitle.handler(({ input }) => {
        document.title = input.title;
        return {};
      }),
    },
    notifications: { test: os.notifications.test.handler(() => options.testNotification()) },
    requests: os.requests.handler(({ signal }) =>
      options.requests.read(signal, [{ kind: 'tab', isHolder: options.isHolder() }]),
    ),
  });
  new RPCHandler(router).upgrade(port);
  port.start();
}
