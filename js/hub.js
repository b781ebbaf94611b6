// The Hub's addresses. Pure: nothing here touches the network.
import { DebertaError } from './errors.js';

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
 * The folder of a repository at a revision, with a slash at its end. A revision is one path segment
 * of the address, whatever it holds: refs/pr/4 becomes refs%2Fpr%2F4.
 * @param {{remoteHost: string, remotePathTemplate: string}} host
 * @param {string} model
 * @param {string} [revision]
 */
export function repositoryUrl({ remoteHost, remotePathTemplate }, model, revision = 'main') {
  if (!isHubName(model)) {
    throw new DebertaError(
      'INPUT',
      `'${model}' is no model: expected a Hub name (owner/name), an URL, a folder or File objects`,
    );
  }
  // Replacements are functions, because a string's $& would be expanded.
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

/** @param {string} url */
export function withSlash(url) {
  return url.endsWith('/') ? url : `${url}/`;
}
