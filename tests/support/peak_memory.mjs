// The most memory that a process has had resident at once, on Linux.
import { readFileSync } from 'node:fs';

/**
 * @param {number | 'self'} id of the process
 * @returns {number} bytes
 */
export function peakOfProcess(id) {
  const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${id}/status`, 'utf8')) ?? [];
  return 1024 * Number(kilobytes);
}

/**
 * Of the largest process with pages: their wasm memory, their JavaScript, and the browser's own part, which an empty
 * page shows.
 * @param {import('playwright-core').Browser} browser Chromium
 */
export async function peakOfPages(browser) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const pages = processInfo.filter(({ type }) => type === 'renderer');
  return Math.max(...pages.map(({ id }) => peakOfProcess(id)));
}
