// The options that a page passes to the service worker, in the query of the script's address, where they are
// available whenever the browser starts the worker.

/**
 * @typedef {object} Settings
 * @property {boolean} isolate adds the headers
 * @property {boolean} offline keeps the page's files
 * @property {'credentialless' | 'require-corp' | null} coep null: the best value that the browser supports
 * @property {string} version the site's version
 * @property {string | null} fallback
 * @property {string[]} exclude beginnings of addresses
 */

/**
 * @param {Partial<Settings>} settings
 * @param {URL} url the options are added to its query
 */
export function writeSettings({ isolate, offline, coep, version, fallback, exclude }, url) {
  const { searchParams: query } = url;
  if (isolate === false) query.set('isolate', 'no');
  if (offline === false) query.set('offline', 'no');
  if (coep) query.set('coep', coep);
  if (version) query.set('version', version);
  if (fallback) query.set('fallback', fallback);
  for (const each of exclude ?? []) query.append('exclude', each);
}

/**
 * @param {string} search
 * @returns {Settings}
 */
export function readSettings(search) {
  const query = new URLSearchParams(search);
  const coep = query.get('coep');
  return {
    isolate: query.get('isolate') !== 'no',
    offline: query.get('offline') !== 'no',
    coep: coep === 'credentialless' || coep === 'require-corp' ? coep : null,
    version: query.get('version') ?? '',
    fallback: query.get('fallback'),
    exclude: query.getAll('exclude'),
  };
}
