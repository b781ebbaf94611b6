// Chromium through playwright-core.
import { launchWithProfile } from '../browser.mjs';
import { within } from './processes.mjs';
import { expressionOf, patience, resultOf } from './program.mjs';

/** @param {string} profile a folder */
export async function launchChromium(profile) {
  const context = await launchWithProfile(profile);

  async function newPage() {
    const page = await context.newPage();
    /** @type {string[]} */
    const problems = [];
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) problems.push(message.text());
    });
    page.on('pageerror', (error) => problems.push(error.message));
    return {
      goto: (url) => page.goto(url, { timeout: patience }),
      async evaluate(program, ...args) {
        const answer = page.evaluate(expressionOf(program, args));
        const late = `the page gave no answer within ${patience / 1000} s`;
        return resultOf(await within(answer, patience, late));
      },
      click: (selector) => page.click(selector),
      type: (selector, text) => page.locator(selector).pressSequentially(text),
      screenshot: () => page.screenshot(),
      problems: async () => [...problems],
      close: () => page.close(),
    };
  }

  return {
    version: context.browser()?.version() ?? '',
    newPage,
    close: () => context.close(),
  };
}
