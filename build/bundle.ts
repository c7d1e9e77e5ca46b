// `npm run build`: the pages for desktop and web, and the processes of the desktop, into dist/.
// `bundle` is also called by `npm start` and `npm test`, which build only what is stale.
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build, type InlineConfig } from 'vite';
import { pageConfig, ROOT } from './vite.base.ts';

export type Part = 'window' | 'web' | 'gallery' | 'desktop';

/** Code for Node (main process and its workers): our own sources bundled, packages left to node_modules. */
const mainConfig: InlineConfig = {
  configFile: false,
  root: ROOT,
  logLevel: 'warn',
  publicDir: false,
  ssr: { external: ['electron'], target: 'node' },
  build: {
    ssr: true,
    target: 'node24',
    outDir: 'dist/main',
    emptyOutDir: true,
    minify: false,
    rolldownOptions: {
      external: ['electron'],
      input: {
        index: 'src-main/index.ts',
        'service-worker': 'src-main/service-host/service-worker.ts',
        'gateway-worker': 'src-gateway/gateway-worker.ts',
        'emulator-worker': 'src-gateway/emulator-worker.ts',
      },
      output: { entryFileNames: '[name].js', chunkFileNames: 'chunk-[hash].js' },
    },
  },
};

/** A sandboxed preload must be one CommonJS file that needs nothing but Electron. */
const preloadConfig: InlineConfig = {
  configFile: false,
  root: ROOT,
  logLevel: 'warn',
  publicDir: false,
  build: {
    target: 'chrome140',
    outDir: 'dist/preload',
    emptyOutDir: true,
    minify: false,
    lib: { entry: 'src-preload/index.ts', formats: ['cjs'], fileName: () => 'index.cjs' },
    rolldownOptions: { external: ['electron'] },
  },
};

const PARTS: Record<
  Part,
  { readonly configs: readonly InlineConfig[]; readonly sources: readonly string[] }
> = {
  window: {
    configs: [pageConfig('src-renderer', 'window', ['index.html'])],
    sources: ['src-renderer', 'src-shared'],
  },
  gallery: {
    configs: [pageConfig('src-renderer', 'gallery', ['gallery.html'])],
    sources: ['src-renderer', 'src-shared'],
  },
  web: {
    configs: [pageConfig('src-web', 'web', ['index.html'])],
    sources: ['src-web', 'src-renderer', 'src-service', 'src-shared'],
  },
  desktop: {
    configs: [mainConfig, preloadConfig],
    sources: ['src-main', 'src-preload', 'src-gateway', 'src-service', 'src-shared'],
  },
};

/** A fingerprint of what a part is made from: names, sizes and times of its sources, and the lock file. */
function fingerprint(part: Part): string {
  const hash = createHash('sha256');
  const patterns = [
    ...PARTS[part].sources.map((folder) => `${folder}/**/*.{ts,vue,css,html,json,svg}`),
    'build/{bundle,vite.base}.ts',
    'build/public/**',
    'package-lock.json',
  ];
  for (const file of patterns.flatMap((pattern) => globSync(pattern, { cwd: ROOT })).sort()) {
    const { mtimeMs, size, isFile } = ((stat) => ({
      mtimeMs: stat.mtimeMs,
      size: stat.size,
      isFile: stat.isFile(),
    }))(statSync(path.join(ROOT, file)));
    if (isFile) hash.update(`${file} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

const stampOf = (part: Part): string => path.join(ROOT, 'dist', `.${part}.stamp`);

/** Builds those of `parts` whose sources changed since they were last built. */
export async function bundle(parts: readonly Part[]): Promise<void> {
  for (const part of parts) {
    const wanted = fingerprint(part);
    const stamp = stampOf(part);
    if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) continue;
    console.error(`Building ${part}…`);
    for (const config of PARTS[part].configs) await build(config);
    mkdirSync(path.dirname(stamp), { recursive: true });
    writeFileSync(stamp, wanted);
  }
}

if (import.meta.main) await bundle(['window', 'web', 'desktop']);
