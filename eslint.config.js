import js from '@eslint/js';
import globals from 'globals';

export default [
  { ignores: ['dist/', 'build/', 'coverage/', 'tools/train/', 'docs/.vitepress/.temp/'] },
  js.configs.recommended,
  {
    languageOptions: { ecmaVersion: 2024, sourceType: 'module' },
    rules: {
      eqeqeq: 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      'no-unused-vars': ['error', { varsIgnorePattern: '^_', argsIgnorePattern: '^_' }],
    },
  },
  // Host-neutral: only what browsers, their workers and Node have alike.
  { files: ['js/**'], languageOptions: { globals: globals['shared-node-browser'] } },
  {
    files: ['node/**', 'tools/**', 'tests/**', 'docs/.vitepress/**'],
    languageOptions: { globals: globals.node },
  },
  {
    files: ['web/**', 'demo/**', 'tools/bench/page/**', 'docs/.vitepress/theme/**'],
    languageOptions: { globals: globals.browser },
  },
  {
    files: [
      'tests/browser/**',
      'tests/drop-in/pages/**',
      'tests/examples/**',
      'tests/bundlers/fixtures/**',
      'tests/bundlers/source/**',
    ],
    languageOptions: { globals: globals.browser },
  },
  {
    files: ['tests/examples/**'],
    languageOptions: { globals: { ...globals.browser, ...globals.webextensions } },
  },
  {
    files: ['examples/**'],
    languageOptions: {
      globals: {
        ...globals.node,
        ...globals.browser,
        ...globals.webextensions,
        Bun: 'readonly',
        Deno: 'readonly',
      },
    },
  },
];
