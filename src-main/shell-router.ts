// The shell contract as the desktop answers it.
import type { MessagePortMain } from 'electron';
import { implement, ORPCError } from '@orpc/server';
import { RPCHandler } from '@orpc/server/message-port';
import { shellContract, type Locale } from '#shared/bridge/shell-contract.ts';
import type { ShellRequests } from '#shared/bridge/shell-requests.ts';
import { AppError } from '#shared/model/errors.ts';
import type { TestOutcome } from './attention.ts';
import type { Log } from './log.ts';
import type { PreferenceStore } from './preferences.ts';

export interface ShellOptions {
  readonly version: string;
  readonly systemLocale: Locale;
  /** The embedded gateway's address, or null. */
  readonly defaultGateway: string | null;
  readonly preferences: PreferenceStore;
  readonly requests: ShellRequests;
  readonly openExternal: (url: string) => Promise<void>;
  readonly showWindow: () => void;
  readonly setTitle: (title: string) => void;
  readonly testNotification: () => Promise<TestOutcome>;
  readonly log: Log;
}

/** Serves a port of a window: the answer to `shellContract`, with every failure as its typed `FAILED`. */
export function shellServer(options: ShellOptions): (port: MessagePortMain) => void {
  const os = implement(shellContract).use(async ({ next, path }) => {
    try {
      return await next();
    } catch (error) {
      if (error instanceof ORPCError) throw error;
      const failure = AppError.from(error);
      options.log.warn('the shell could not do it', { procedure: path.join('.'), code: failure.code });
      throw new ORPCError('FAILED', { message: failure.message, data: failure.toData() });
    }
  });
  const router = os.router({
    info: os.info.handler(() => ({
      host: 'desktop' as const,
      platform: process.platform,
      version: options.version,
      systemLocale: options.systemLocale,
      defaultGateway: options.defaultGateway,
    })),
    preferences: {
      get: os.preferences.get.handler(() => options.preferences.get()),
      set: os.preferences.set.handler(({ input }) => options.preferences.set(input)),
    },
    openExternal: os.openExternal.handler(async ({ input }) => {
      await options.openExternal(input.url);
      return {};
    }),
    window: {
      show: os.window.show.handler(() => {
        options.showWindow();
        return {};
      }),
      takeOver: os.window.takeOver.handler(() => {
        throw new AppError('bridge.unavailable');
      }),
      setTitle: os.window.setTitle.handler(({ input }) => {
        options.setTitle(input.title);
        return {};
      }),
    },
    notifications: { test: os.notifications.test.handler(() => options.testNotification()) },
    requests: os.requests.handler(({ signal }) => options.requests.read(signal)),
  });
  const handler = new RPCHandler(router);
  return (port) => handler.upgrade(port);
}
