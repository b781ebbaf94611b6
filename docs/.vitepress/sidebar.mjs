// The order of the pages. Each is in one group. A page without a group fails the build.

/** @typedef {{text: string, pages: (string | RegExp)[]}} Group */

/**
 * Paths without `.md`. An expression takes the pages that no group names, sorted by name. Pages that do not exist
 * are left out.
 * @type {Group[]}
 */
export const groups = [
  { text: 'Start', pages: ['overview', 'getting-started', 'migrating-from-transformers.js'] },
  {
    text: 'Tasks',
    pages: [
      'tasks/token-classification',
      'tasks/zero-shot-token-classification',
      'tasks/gliner2',
      'redaction',
      'tasks/text-classification',
      'tasks/zero-shot-classification',
      'tasks/text-ranking',
      'tasks/question-answering',
      'tasks/fill-mask',
      'tasks/feature-extraction',
      /^tasks\//,
    ],
  },
  {
    text: 'Guides',
    pages: [
      'hub-and-cache',
      'quantization',
      'bulk',
      'performance',
      'threads',
      'bundlers',
      'contexts',
      'service-worker',
      'react',
      'unit-tests',
      'privacy',
    ],
  },
  {
    text: 'Reference',
    pages: ['models', 'tensors', 'tokenizers', 'errors', 'command-line', 'typescript'],
  },
  {
    text: 'Internals',
    pages: ['internals/architecture', 'internals/kernels', /^internals\//],
  },
  { text: 'Measurements', pages: [/^benchmarks\//] },
];

/**
 * The pages of each group, and those that are in none.
 * @param {string[]} pages paths without `.md`
 * @returns {{grouped: {text: string, pages: string[]}[], rest: string[]}}
 */
export function groupPages(pages) {
  const named = new Set(
    groups.flatMap((group) => group.pages).filter((p) => typeof p === 'string'),
  );
  const rest = new Set(pages);
  const grouped = groups.map((group) => {
    const own = group.pages.flatMap((page) =>
      typeof page === 'string'
        ? pages.filter((each) => each === page)
        : pages.filter((each) => page.test(each) && !named.has(each)).sort(),
    );
    for (const page of own) rest.delete(page);
    return { ...group, pages: own };
  });
  return { grouped: grouped.filter((group) => group.pages.length > 0), rest: [...rest] };
}

/**
 * VitePress' sidebar.
 * @param {Record<string, string>} titles of the pages, by their paths without `.md`
 */
export function sidebarOf(titles) {
  const { grouped, rest } = groupPages(Object.keys(titles));
  if (rest.length > 0) {
    throw new Error(`docs/.vitepress/sidebar.mjs names no group for ${rest.join(', ')}`);
  }
  // Without a way to fold them: VitePress nests its button in another one.
  return grouped.map(({ text, pages }) => ({
    text,
    items: pages.map((page) => ({ text: titles[page], link: `/${page}.html` })),
  }));
}
