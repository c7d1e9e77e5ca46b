// `npm run check`: what must hold before each commit, in under 90 s on two cores. Prints what each step took.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { globSync } from 'node:fs';
import { staleDocs } from './docs.ts';
import { parseFlags, runCommand } from './flags.ts';
import { ROOT } from './vite.base.ts';

interface Step {
  readonly name: string;
  readonly run: () => Promise<{ readonly isGood: boolean; readonly output: string }>;
}

function tool(name: string, script: string, args: readonly string[]): Step {
  return {
    name,
    run: () =>
      new Promise((resolve) => {
        const child = spawn(process.execPath, [path.join(ROOT, 'node_modules', script), ...args], {
          cwd: ROOT,
          env: { ...process.env, FORCE_COLOR: '1' },
        });
        let output = '';
        for (const stream of [child.stdout, child.stderr])
          stream.on('data', (data: Buffer) => (output += data.toString()));
        child.on('close', (code) => resolve({ isGood: code === 0, output }));
      }),
  };
}

/** A test that is skipped or alone, or a silenced check, passes unseen; none may be committed. */
const SILENCED =
  /\b(?:it|test|describe)\.(?:skip|todo|fixme|only)\b|\bx(?:it|describe)\(|@ts-(?:ignore|expect-error|nocheck)|(?:eslint|oxlint)-disable|\bas any\b/u;

const nothingSilenced: Step = {
  name: 'nothing silenced',
  run: async () => {
    const files = globSync(['src-*/**/*.{ts,vue}', 'tests/**/*.ts', 'build/**/*.{ts,mjs}'], { cwd: ROOT });
    const found = files
      .filter((file) => !file.endsWith(path.join('build', 'check.ts')))
      .flatMap((file) =>
        readFileSync(path.join(ROOT, file), 'utf8')
          .split('\n')
          .flatMap((line, index) => (SILENCED.test(line) ? [`${file}:${index + 1}: ${line.trim()}`] : [])),
      );
    return { isGood: found.length === 0, output: found.join('\n') };
  },
};

const docsAreCurrent: Step = {
  name: 'generated docs current',
  run: async () => {
    const stale = await staleDocs();
    return {
      isGood: stale.length === 0,
      output: stale.map((file) => `${file} is stale: run "npm run docs".`).join('\n'),
    };
  },
};

/** Two lanes for two cores; the long ones first in each. */
const LANES: readonly (readonly Step[])[] = [
  [
    tool('ESLint', 'eslint/bin/eslint.js', [
      '.',
      '--cache',
      '--cache-location',
      '.cache/eslint/',
      '--max-warnings',
      '0',
    ]),
    tool('oxlint', 'oxlint/bin/oxlint', ['--deny-warnings']),
    tool('Prettier', 'prettier/bin/prettier.cjs', [
      '--check',
      '.',
      '--cache',
      '--cache-location',
      '.cache/prettier',
      '--log-level',
      'warn',
    ]),
    tool('knip', 'knip/bin/knip.js', []),
    nothingSilenced,
  ],
  [
    tool('types', 'vue-tsc/bin/vue-tsc.js', ['-b']),
    tool('boundaries', 'dependency-cruiser/bin/dependency-cruiser.mjs', [
      'src-shared',
      'src-service',
      'src-gateway',
      'src-main',
      'src-preload',
      'src-web',
      'src-renderer',
      'build',
      '--config',
      '.dependency-cruiser.mjs',
    ]),
    tool('unit tests', 'vitest/vitest.mjs', [
      'run',
      '--project',
      'unit',
      '--project',
      'window',
      '--reporter=dot',
    ]),
    docsAreCurrent,
  ],
];

await runCommand(async () => {
  parseFlags(process.argv.slice(2), {});
  const startedAt = Date.now();
  const results = await Promise.all(
    LANES.map(async (lane) => {
      let isGood = true;
      for (const step of lane) {
        const stepAt = Date.now();
        const result = await step.run();
        console.log(
          `${result.isGood ? '✓' : '✗'} ${step.name} (${((Date.now() - stepAt) / 1000).toFixed(1)} s)`,
        );
        if (!result.isGood) console.log(result.output);
        isGood &&= result.isGood;
      }
      return isGood;
    }),
  );
  console.log(
    `${results.every(Boolean) ? 'check is green' : 'check failed'} after ${((Date.now() - startedAt) / 1000).toFixed(1)} s`,
  );
  return results.every(Boolean) ? 0 : 1;
});
