// Accessibility of a page, as axe-core sees it.
import axe from 'axe-core';

/** The colour schemes that a page is looked at in. */
const schemes = /** @type {const} */ (['light', 'dark']);

/**
 * What axe-core finds in a page as it is shown now, in light and dark; [] where it finds nothing. The page keeps the
 * colour scheme of its browser.
 * @param {import('playwright-core').Page} page in Chromium
 * @returns {Promise<string[]>} a line for each element: scheme, rule, impact, element, what is wrong
 */
export async function accessibilityProblems(page) {
  // Evaluated, not added as a script: a page's Content-Security-Policy may forbid scripts of others.
  await page.evaluate(axe.source);
  const problems = [];
  for (const colorScheme of schemes) {
    // Without motion no colour is halfway between two.
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.evaluate(twoFrames); // a page may change its colours by script
    for (const { id, impact, nodes } of await page.evaluate(violations)) {
      for (const { target, why } of nodes) {
        problems.push(`${colorScheme}: ${id} (${impact}): ${target}: ${why}`);
      }
    }
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
  return problems;
}

/** Runs in the page. */
async function twoFrames() {
  for (let i = 0; i < 2; ++i)
    await new Promise((resolve) => globalThis.requestAnimationFrame(resolve));
}

/** Runs in the page. */
async function violations() {
  const found = await globalThis.axe.run({ resultTypes: ['violations'] });
  if (found.passes.length === 0) throw new Error('axe-core has checked nothing');
  return found.violations.map(({ id, impact, nodes }) => ({
    id,
    impact,
    nodes: nodes.map(({ target, failureSummary }) => ({
      target: target.join(' '),
      why: failureSummary.replace(/\s+/g, ' ').trim(),
    })),
  }));
}
