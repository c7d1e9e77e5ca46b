// What the program was started with. Chromium's and Playwright's own switches stand among ours, so what is not
// ours is passed over; what is ours and wrong is told by name.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { Locale } from '#shared/bridge/shell-contract.ts';
import { parse } from '#shared/model/parse.ts';

const Flags = z.object({
  embedded: z.boolean().default(false),
  'data-dir': z.string().min(1).optional(),
  port: z.coerce.number().int().min(0).max(65_535).default(0),
  speed: z.coerce.number().min(0.1).max(1000).default(1),
  locale: Locale.optional(),
  'web-root': z.string().min(1).optional(),
  tray: z.enum(['auto', 'yes', 'no']).default('auto'),
});

export interface CommandLine {
  /** Run a gateway and an emulated PABX inside this program, and sign in to it. */
  readonly embedded: boolean;
  /** Where everything is kept instead of the system's usual folder; absolute. */
  readonly dataDir: string | undefined;
  /** The embedded gateway's port; 0 takes the one of last time where it is free. */
  readonly port: number;
  /** How fast the emulator's people live. */
  readonly speed: number;
  /** The language instead of the system's. */
  readonly locale: Locale | undefined;
  /** The folder of Lynk Web instead of the built one; absolute. */
  readonly webRoot: string | undefined;
  /** Whether there is a tray to come back from; `auto` asks the desktop. */
  readonly tray: 'auto' | 'yes' | 'no';
}

const text = { type: 'string' } as const;

/**
 * Reads the arguments after the program's own name (and, unpackaged, the app's path).
 * @throws AppError `config.invalid`, naming the flag
 */
export function parseCommandLine(argv: readonly string[]): CommandLine {
  const { values } = parseArgs({
    args: [...argv],
    strict: false,
    options: {
      embedded: { type: 'boolean' },
      'data-dir': text,
      port: text,
      speed: text,
      locale: text,
      'web-root': text,
      tray: text,
    },
  });
  const flags = parse(Flags, values, 'config.invalid', 'The command line');
  const absolute = (folder: string | undefined): string | undefined =>
    folder === undefined ? undefined : path.resolve(folder);
  return {
    embedded: flags.embedded,
    dataDir: absolute(flags['data-dir']),
    port: flags.port,
    speed: flags.speed,
    locale: flags.locale,
    webRoot: absolute(flags['web-root']),
    tray: flags.tray,
  };
}
