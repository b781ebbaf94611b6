// The matrix: which tools, and what each of them does. The rest is in each fixture's own files.

/**
 * @typedef {object} Fixture
 * @property {string} name on the command line
 * @property {string} title in the table
 * @property {string} folder below fixtures/
 * @property {string} [output] what the build makes, served under /app/; absent: `start` serves it
 * @property {boolean} hashed whether the tool names assets by their content
 * @property {string} [entities] where the page's source goes
 * @property {boolean} [rendered] whether the page was made on a server, which imports the package too
 * @property {string} [route] where a program of the server redacts what it is sent
 * @property {boolean} [devAtRoot] the development server knows no base path
 * @property {Record<string, string>} [versions] other versions than package.json names
 * @property {Record<string, string>} [scripts] other scripts than package.json has
 * @property {object} [comparison] what package.json says besides for transformers.js, which needs it here
 * @property {'page' | 'assets'} [otherOrigin] what comes from another origin: the package, or all
 *   that the build made
 */

/** @type {Fixture[]} */
export const fixtures = [
  { name: 'vite8', title: 'Vite 8', folder: 'vite', output: 'dist', hashed: true },
  {
    name: 'vite7',
    title: 'Vite 7',
    folder: 'vite7',
    output: 'dist',
    hashed: true,
  },
  {
    name: 'vite6',
    title: 'Vite 6',
    folder: 'vite7',
    output: 'dist',
    hashed: true,
    versions: { vite: '6.4.6' },
  },
  { name: 'react', title: 'React 19 (Vite 8)', folder: 'react', output: 'dist', hashed: true },
  { name: 'vue', title: 'Vue 3 (Vite 8)', folder: 'vue', output: 'dist', hashed: true },
  { name: 'svelte', title: 'Svelte 5 (Vite 8)', folder: 'svelte', output: 'dist', hashed: true },
  { name: 'webpack', title: 'webpack 5', folder: 'webpack', output: 'dist', hashed: true },
  {
    name: 'next',
    title: 'Next 16 (Turbopack)',
    folder: 'next',
    hashed: true,
    rendered: true,
    route: 'redact',
    entities: 'app/entities.js',
  },
  {
    name: 'next-webpack',
    title: 'Next 16 (webpack)',
    folder: 'next',
    hashed: true,
    rendered: true,
    route: 'redact',
    entities: 'app/entities.js',
    scripts: {
      build: 'next build --webpack',
      dev: 'next dev --webpack --hostname 127.0.0.1 --port $PORT',
    },
  },
  { name: 'rspack', title: 'Rspack 2', folder: 'rspack', output: 'dist', hashed: true },
  { name: 'rsbuild', title: 'Rsbuild 2', folder: 'rsbuild', output: 'dist', hashed: true },
  {
    name: 'parcel',
    title: 'Parcel 2',
    folder: 'parcel',
    output: 'dist',
    hashed: true,
    comparison: { '@parcel/resolver-default': { packageExports: true } },
  },
  { name: 'rollup', title: 'Rollup 4', folder: 'rollup', output: 'public', hashed: false },
  {
    name: 'esbuild',
    title: 'esbuild 0.28',
    folder: 'esbuild',
    output: 'public',
    hashed: false,
    devAtRoot: true,
  },
  {
    name: 'angular',
    title: 'Angular 22',
    folder: 'angular',
    output: 'dist/app/browser',
    hashed: false,
  },
  {
    name: 'astro',
    title: 'Astro 7',
    folder: 'astro',
    output: 'dist',
    hashed: true,
    rendered: true,
  },
  {
    name: 'sveltekit',
    title: 'SvelteKit 3',
    folder: 'sveltekit',
    output: 'build',
    hashed: true,
    rendered: true,
  },
  {
    name: 'nuxt',
    title: 'Nuxt 4',
    folder: 'nuxt',
    hashed: true,
    rendered: true,
    entities: 'app/entities.js',
  },
  {
    name: 'importmap',
    title: 'import map, no tool',
    folder: 'importmap',
    output: '.',
    hashed: false,
    entities: 'entities.js',
  },
  {
    name: 'cdn',
    title: 'CDN, no tool',
    folder: 'cdn',
    output: '.',
    hashed: false,
    entities: 'entities.js',
    otherOrigin: 'page',
  },
  {
    name: 'vite-cdn',
    title: 'Vite 8, assets on a CDN',
    folder: 'vite-cdn',
    output: 'dist',
    hashed: true,
    otherOrigin: 'assets',
  },
];

/** Those that CI runs. */
export const quick = ['vite8', 'webpack', 'next', 'esbuild'];
