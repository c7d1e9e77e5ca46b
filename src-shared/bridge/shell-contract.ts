// The contract window ⇄ desktop shell: what only the place around the window can do. In the browser the same
// contract is answered by what a browser can do; for the rest it fails with `bridge.unavailable`.
import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { ErrorData } from '../model/errors.ts';
import { SessionId } from '../model/ids.ts';

const base = oc.errors({ FAILED: { data: ErrorData } });
const nothing = z.object({});

export const Locale = z.enum(['pt-BR', 'en', 'es']);
export type Locale = z.infer<typeof Locale>;

/** What a person set; kept per computer (electron-store) or per browser (local storage). */
export const Preferences = z.object({
  /** `system`: the system's language, pt-BR where Lynk has none of them. */
  locale: z.union([z.literal('system'), Locale]),
  theme: z.enum(['system', 'light', 'dark', 'contrast']),
  density: z.enum(['comfortable', 'compact']),
  /** Width of the list column in CSS pixels. */
  listWidth: z.number().int().min(240).max(560),
  isDetailsOpen: z.boolean(),
  notifications: z.boolean(),
});
export type Preferences = z.infer<typeof Preferences>;

export const DEFAULT_PREFERENCES: Preferences = {
  locale: 'system',
  theme: 'system',
  density: 'comfortable',
  listWidth: 340,
  isDetailsOpen: false,
  notifications: true,
};

export const ShellInfo = z.object({
  host: z.enum(['desktop', 'web']),
  platform: z.string(),
  version: z.string(),
  /** The language that `locale: 'system'` means here. */
  systemLocale: Locale,
  /** Where the window came from, when a gateway served it or the shell runs one; proposed at sign-in. */
  defaultGateway: z.string().nullable(),
});
export type ShellInfo = z.infer<typeof ShellInfo>;

/** What the shell asks of the window: a notification, the tray or a link was clicked. */
export const ShellRequest = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('openSession'), sessionId: SessionId }),
  z.object({ kind: z.literal('preferences'), preferences: Preferences }),
  /** Another tab of this browser holds the account (`isHolder: false`), or this one has it again. */
  z.object({ kind: z.literal('tab'), isHolder: z.boolean() }),
]);
export type ShellRequest = z.infer<typeof ShellRequest>;

export const shellContract = {
  info: base.input(nothing).output(ShellInfo),
  preferences: {
    get: base.input(nothing).output(Preferences),
    set: base.input(Preferences.partial()).output(Preferences),
  },
  /** Opens an http(s), mailto or tel link outside. Anything else is refused. */
  openExternal: base.input(z.object({ url: z.string().max(2048) })).output(nothing),
  window: {
    show: base.input(nothing).output(nothing),
    /** Browser only: "use here". The other tab lets go; the service starts in this one. */
    takeOver: base.input(nothing).output(nothing),
    setTitle: base.input(z.object({ title: z.string().max(256) })).output(nothing),
  },
  notifications: {
    /** Asks the system for leave to notify (browser: the permission prompt) and shows one; says what came of it. */
    test: base
      .input(nothing)
      .output(
        z.object({ outcome: z.enum(['shown', 'denied', 'unsupported', 'failed']), reason: z.string() }),
      ),
  },
  requests: base.input(nothing).output(eventIterator(ShellRequest)),
};
export type ShellContract = typeof shellContract;
