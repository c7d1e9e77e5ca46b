// The editor's half of the boundaries (dependency-cruiser holds the other half) and the type-aware rules.
// A rule that is off carries its reason.
import tseslint from 'typescript-eslint';
import vue from 'eslint-plugin-vue';
import vueParser from 'vue-eslint-parser';

const RELATIVE = { group: ['../../*', '../../**'], message: 'Use a #subpath import instead of ../../.' };
const ban = (names, why) => ({ group: names, message: why });
const NODE = ban(['node:*'], 'This folder has no Node.');
const DB = ban(['better-sqlite3', 'ws'], 'Only stores, sockets and hosts open databases and sockets.');
const UI = ban(['vue', 'pinia', 'vue-i18n', 'reka-ui'], 'Only src-renderer knows the window.');
const ELECTRON = ban(['electron', 'electron/*'], 'Only src-main and src-preload may use Electron.');
const folders = (...names) =>
  ban(
    names.map((name) => `#${name}/*`),
    'See the import table in docs/architecture.md.',
  );

/** What each folder may not import; the mirror of the table in docs/architecture.md. */
const BOUNDARIES = {
  'src-shared': [NODE, DB, UI, ELECTRON, folders('gateway', 'service', 'main', 'preload', 'web', 'renderer')],
  'src-service': [NODE, DB, UI, ELECTRON, folders('gateway', 'main', 'preload', 'web', 'renderer')],
  'src-gateway': [UI, ELECTRON, folders('service', 'main', 'preload', 'web', 'renderer')],
  'src-main': [UI, folders('preload', 'web', 'renderer')],
  'src-preload': [NODE, DB, UI, folders('gateway', 'service', 'main', 'web', 'renderer')],
  'src-web': [NODE, DB, UI, ELECTRON, folders('gateway', 'main', 'preload', 'renderer')],
  'src-renderer': [NODE, DB, ELECTRON, folders('gateway', 'service', 'main', 'preload', 'web')],
};

export default tseslint.config(
  { ignores: ['dist/**', '.cache/**', 'node_modules/**', 'test-results/**', '**/*.mjs', '**/*.cjs'] },
  {
    files: ['**/*.ts', '**/*.vue'],
    extends: [...tseslint.configs.strictTypeChecked, ...vue.configs['flat/recommended']],
    languageOptions: {
      parser: vueParser,
      parserOptions: {
        parser: tseslint.parser,
        projectService: true,
        extraFileExtensions: ['.vue'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      'no-restricted-imports': ['error', { patterns: [RELATIVE] }],
      // Numbers and ids belong in messages; only objects are a mistake there.
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      // `() => void call()` hides less than a block around every one-line handler.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      // An async function that awaits nothing still promises: ports and contracts ask for promises.
      '@typescript-eslint/require-await': 'off',
      // A type parameter used once documents what a port gives back (rows of a statement).
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      // `_` says: needed by position or by a framework's signature, not by us.
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // The formatter decides about layout.
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      'vue/html-self-closing': 'off',
      'vue/html-indent': 'off',
      'vue/html-closing-bracket-newline': 'off',
      // Optional props are `undefined` when left out: exactOptionalPropertyTypes makes that explicit.
      'vue/require-default-prop': 'off',
      'vue/multi-word-component-names': 'off',
      'vue/no-v-html': 'error',
      // TypeScript knows every name.
      'no-undef': 'off',
    },
  },
  ...Object.entries(BOUNDARIES).map(([folder, patterns]) => ({
    files: [`${folder}/**/*.ts`, `${folder}/**/*.vue`],
    ignores: ['**/*.test.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: [RELATIVE, ...patterns] }] },
  })),
  {
    files: ['**/*.test.ts', 'tests/**/*.ts'],
    rules: {
      // Expectation matchers are typed `any` by the test runner.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      // A test that knows its fixture says so with `!`.
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
);
