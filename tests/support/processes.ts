// Real processes for tests: started with the project's Node, awaited by what they print, killed as rudely as asked.
import { spawn, type ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const ROOT = path.resolve(import.meta.dirname, '..', '..');

export interface RunningProcess {
  readonly pid: number;
  /** Everything printed so far. */
  output(): string;
  /** SIGTERM and waits; resolves with the exit code. */
  stop(): Promise<number | null>;
  /** SIGKILL and waits: nothing of its own runs any more. */
  kill(): Promise<void>;
  hasEnded(): boolean;
  /** Resolves with the exit code when it ends by itself. */
  ended(): Promise<number | null>;
}

export interface StartOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
}

function exitOf(child: ChildProcess): Promise<number | null> {
  return child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve(child.exitCode)
    : new Promise((resolve) => child.once('exit', (code) => resolve(code)));
}

/** Starts `build/<script>.ts` with the project's Node. */
export function startScript(
  script: string,
  args: readonly string[],
  options: StartOptions = {},
): RunningProcess {
  const child = spawn(process.execPath, [path.join(ROOT, 'build', `${script}.ts`), ...args], {
    cwd: ROOT,
    env: { ...process.env, ...options.env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data: Buffer) => (printed += data.toString()));
  child.stdin.end(options.stdin ?? '');
  return {
    pid: child.pid ?? 0,
    output: () => printed,
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    ended: () => exitOf(child),
    stop: async () => {
      child.kill('SIGTERM');
      return exitOf(child);
    },
    kill: async () => {
      child.kill('SIGKILL');
      await exitOf(child);
    },
  };
}

/** What `pattern` captured once the process has printed it. @throws when it ends or 30 s pass before. */
export async function printed(running: RunningProcess, pattern: RegExp): Promise<string> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const match = pattern.exec(running.output());
    if (match) return match[1] ?? match[0];
    if (running.hasEnded())
      throw new Error(`The process ended before it printed ${pattern}:\n${running.output()}`);
    if (Date.now() > deadline)
      throw new Error(`The process did not print ${pattern} in 30 s:\n${running.output()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** SIGKILLs every process whose command line holds `text` (Linux: /proc; these tests run on our build machines). */
export function killByArgument(text: string): void {
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/u.test(entry) || Number(entry) === process.pid) continue;
    try {
      if (readFileSync(`/proc/${entry}/cmdline`, 'utf8').includes(text))
        process.kill(Number(entry), 'SIGKILL');
    } catch (error) {
      // It ended between the listing and the look, which is what was wanted.
      if (!(error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH')))
        throw error;
    }
  }
}
