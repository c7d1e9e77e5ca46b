// What main.ts finds out about the app before its first line runs, and the command line switches. Read by api/.

export interface Runtime {
  appPath: string;
  name: string;
  version: string;
}

export const runtime: Runtime = { appPath: process.cwd(), name: 'Electron', version: '0.0.0' };

/** Switches of the command line this process was started with. */
export const givenSwitches: ReadonlyMap<string, string> = new Map(
  process.argv.flatMap((argument) => {
    const match = /^--([^=]+)(?:=(.*))?$/.exec(argument);
    return match ? [[match[1] ?? '', match[2] ?? ''] as const] : [];
  }),
);

/** Switches that the app (or a preloaded script) appended; these go on to Chromium. */
export const appendedSwitches = new Map<string, string>();

/** The value of a switch, wherever it came from; undefined when it was not given. */
export function switchValue(name: string): string | undefined {
  return appendedSwitches.get(name) ?? givenSwitches.get(name);
}
