// `npm test`: everything, from a fresh clone. The last line is `N passed, N failed`, the sum over all runners.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { chromiumForTests } from './browsers.ts';
import { bundle } from './bundle.ts';
import { isElectronInstalled } from './electron-runtime.ts';
import { parseFlags, runCommand } from './flags.ts';
import { ROOT } from './vite.base.ts';

interface Tally {
  readonly runner: string;
  readonly passed: number;
  readonly failed: number;
}

const RESULTS = path.join(ROOT, 'test-results');
const VitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numFailedTestSuites: z.number(),
});
const PlaywrightReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
  errors: z.array(z.unknown()),
});

function run(program: string, args: readonly string[], env: Record<string, string>): number {
  const result = spawnSync(process.execPath, [path.join(ROOT, 'node_modules', program), ...args], {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  return result.status ?? 1;
}

function readReport<Schema extends z.ZodType>(file: string, schema: Schema): z.output<Schema> | undefined {
  return existsSync(file) ? schema.parse(JSON.parse(readFileSync(file, 'utf8'))) : undefined;
}

/** A runner that died without a report, or exited badly with nothing counted as failed, counts as one failure. */
function tally(
  runner: string,
  status: number,
  passed: number | undefined,
  failed: number | undefined,
): Tally {
  const atLeast = status === 0 ? 0 : 1;
  return { runner, passed: passed ?? 0, failed: Math.max(failed ?? 1, atLeast) };
}

function vitest(env: Record<string, string>): Tally {
  const file = path.join(RESULTS, 'vitest.json');
  const status = run(
    'vitest/vitest.mjs',
    ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`],
    env,
  );
  const report = readReport(file, VitestReport);
  // A skipped test is a test that cannot fail: it counts as failed.
  return tally(
    'Vitest',
    status,
    report?.numPassedTests,
    report && report.numFailedTests + report.numPendingTests,
  );
}

function playwright(env: Record<string, string>): Tally {
  const file = path.join(RESULTS, 'playwright.json');
  const status = run('@playwright/test/cli.js', ['test', '--reporter=list,json'], {
    ...env,
    PLAYWRIGHT_JSON_OUTPUT_FILE: file,
  });
  const stats = readReport(file, PlaywrightReport)?.stats;
  return tally(
    'Playwright',
    status,
    stats && stats.expected + stats.flaky,
    stats && stats.unexpected + stats.skipped,
  );
}

await runCommand(async () => {
  const flags = parseFlags(process.argv.slice(2), {
    /** Keeps the pictures of this run in docs/pictures/. */
    pictures: { type: 'boolean', default: false },
  });
  rmSync(RESULTS, { recursive: true, force: true });
  mkdirSync(RESULTS, { recursive: true });
  const browser = await chromiumForTests();
  if (browser === undefined) {
    console.error(
      'The end-to-end tests need a Chromium and none could be got. Install one (Debian: apt-get install chromium; elsewhere: npx playwright install chromium) or name it in CHROMIUM_PATH.',
    );
    return 1;
  }
  await bundle(['window', 'web', 'gallery', 'desktop']);
  const env: Record<string, string> = {
    CHROMIUM_PATH: browser,
    LYNK_PICTURES: path.join(flags.pictures ? path.join(ROOT, 'docs') : RESULTS, 'pictures'),
  };
  const hasElectron = process.env['LYNK_E2E_ELECTRON'] === 'real' || isElectronInstalled();
  if (hasElectron) env['LYNK_E2E_ELECTRON'] = 'real';
  const tallies = [vitest(env), playwright(env)];
  for (const { runner, passed, failed } of tallies)
    console.log(`${runner}: ${passed} passed, ${failed} failed`);
  console.log(`Lynk Desktop ran on ${hasElectron ? 'Electron' : 'the stand-in for Electron'}.`);
  const sum = (key: 'passed' | 'failed'): number => tallies.reduce((total, one) => total + one[key], 0);
  console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
  return sum('failed') === 0 && sum('passed') > 0 ? 0 : 1;
});
