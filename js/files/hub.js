// The Hub's addresses. Pure functions, without requests.
import { DebertaError } from '../base/errors.js';

const namePart = /^(?!.*\.\.)[A-Za-z0-9][\w.-]*$/;

/**
 * Whether a string can be the name of a repository: "name" or "owner/name".
 * @param {string} model
 */
export function isHubName(model) {
  const parts = model.split('/');
  return parts.length <= 2 && parts.every((part) => namePart.test(part));
}

/**
 * The folder of a repository at a revision, with a slash at its end. A revision is always one path
 * segment of the address: refs/pr/4 becomes refs%2Fpr%2F4.
 * @param {{remoteHost: string, remotePathTemplate: string}} host
 * @param {string} model
 * @param {string} [revision]
 */
export function repositoryUrl({ remoteHost, remotePathTemplate }, model, revision = 'main') {
  if (!isHubName(model)) {
    throw new DebertaError(
      'INPUT',
      `'${model}' is not a model: expected a Hub name (owner/name), a URL, a folder or File objects`,
    );
  }
  // Replacements are functions, because $& in a string would be expanded.
  const path = remotePathTemplate
    .replaceAll('{model}', () => model)
    .replaceAll('{revision}', () => encodeURIComponent(revision));
  return withSlash(new URL(path, withSlash(remoteHost)).href);
}

/**
 * @param {string} folder an URL with a slash at its end
 * @param {string} file
 */
export function fileUrl(folder, file) {
  return new URL(file.split('/').map(encodeURIComponent).join('/'), folder).href;
}

/**
 * The address of the list of a repository's files, with their sizes and hashes.
 * @param {{remoteHost: string}} host
 * @param {string} model
 * @param {string} [revision]
 */
export function listingUrl({ remoteHost }, model, revision = 'main') {
  const path = `api/models/${model}/tree/${encodeURIComponent(revision)}?recursive=true`;
  return new URL(path, withSlash(remoteHost)).href;
}

/** @typedef {Map<string, {size: number, hash: import('./integrity.js').FileHash | null}>} Listing */

/**
 * Adds the files of a page of a listing. For large files the Hub lists the SHA-256 ("lfs"), for others
 * the SHA-1 of Git's blob.
 * @param {unknown} page
 * @param {Listing} listing
 * @returns {boolean} false: it is not a listing
 */
export function parseListing(page, listing) {
  if (!Array.isArray(page)) return false;
  for (const entry of page) {
    const { type, path, size, oid, lfs } = entry ?? {};
    if (typeof type !== 'string') return false;
    if (type !== 'file' || typeof path !== 'string') continue;
    const bytes = lfs?.size ?? size;
    if (!Number.isSafeInteger(bytes) || bytes < 0) return false;
    listing.set(path, { size: bytes, hash: lfs ? hash('sha256', lfs.oid) : hash('git-sha1', oid) });
  }
  return true;
}

const digestLength = { sha256: 64, 'git-sha1': 40 };

/**
 * @param {'sha256' | 'git-sha1'} algorithm
 * @param {unknown} digest
 * @returns {import('./integrity.js').FileHash | null}
 */
function hash(algorithm, digest) {
  const isOne =
    typeof digest === 'string' &&
    digest.length === digestLength[algorithm] &&
    /^[0-9a-f]*$/.test(digest);
  return isOne ? { algorithm, digest } : null;
}

/** @param {string} url */
export function withSlash(url) {
  return url.endsWith('/') ? url : `${url}/`;
}
