// What the app asked of the desktop that has no effect here (opening a link, registering a shortcut): kept, so
// that a test can read it from `globalThis.__standIn.calls`. Specs that run on both runtimes use recorder.cjs.

export interface NotedCall {
  api: string;
  args: readonly unknown[];
}

/** All noted calls, oldest first. */
export const calls: NotedCall[] = [];

/** Notes a call without effect. `api` is its name in Electron's documentation. */
export function noteCall(api: string, ...args: unknown[]): void {
  calls.push({ api, args });
}
