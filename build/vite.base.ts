// What the two page builds share: dist/window (the desktop's app://lynk/) and dist/web (served by the gateway).
import path from 'node:path';
import vue from '@vitejs/plugin-vue';
import type { InlineConfig } from 'vite';

export const ROOT = path.resolve(import.meta.dirname, '..');

/** zod and the module that tells it to generate no code share a chunk: it is told before the first schema is made. */
const ZOD_FIRST = {
  codeSplitting: { groups: [{ name: 'zod', test: /node_modules[\\/]zod[\\/]|no-generated-code/u }] },
};

/** A page build rooted in `folder`, written to `dist/<name>`; every input is an HTML file of that folder. */
export function pageConfig(folder: string, name: string, pages: readonly string[]): InlineConfig {
  return {
    configFile: false,
    root: path.join(ROOT, folder),
    base: './',
    publicDir: path.join(ROOT, 'build', 'public'),
    logLevel: 'warn',
    plugins: [vue()],
    // src-web/index.html loads the host and, from the folder beside it, the window.
    resolve: {
      alias: {
        '/src-web': path.join(ROOT, 'src-web'),
        '/src-renderer': path.join(ROOT, 'src-renderer'),
      },
    },
    define: {
      // vue-i18n without its message compiler and Vue without the options API: the CSP forbids eval, and less is faster.
      __VUE_OPTIONS_API__: 'false',
      __VUE_PROD_DEVTOOLS__: 'false',
      __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
      __VUE_I18N_FULL_INSTALL__: 'false',
      __VUE_I18N_LEGACY_API__: 'false',
      __INTLIFY_PROD_DEVTOOLS__: 'false',
      __INTLIFY_JIT_COMPILATION__: 'true',
      __INTLIFY_DROP_MESSAGE_COMPILER__: 'false',
    },
    worker: { format: 'es', rolldownOptions: { checks: { bundlerTimings: false }, output: ZOD_FIRST } },
    // SQLite WASM finds its .wasm beside itself; pre-bundling would move the one without the other.
    optimizeDeps: { exclude: ['@sqlite.org/sqlite-wasm'] },
    server: { fs: { allow: [ROOT] } },
    build: {
      target: 'es2023',
      outDir: path.join(ROOT, 'dist', name),
      emptyOutDir: true,
      reportCompressedSize: false,
      modulePreload: { polyfill: false },
      // The timings of slow plugins are advice for whoever changes the build, not for who starts the program.
      rolldownOptions: {
        checks: { bundlerTimings: false },
        output: ZOD_FIRST,
        input: pages.map((page) => path.join(ROOT, folder, page)),
      },
    },
  };
}
