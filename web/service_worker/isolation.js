// Cross-origin isolation of pages whose server sends no headers for it: they are added on the way.
//
// COOP and COEP are headers of documents and of workers. What those load of their own origin needs none,
// and what they load from elsewhere is not changed: to let itself be loaded is for its server to say.

/** What gets a policy of its own from its response. */
const withPolicy = new Set([
  'document',
  'iframe',
  'frame',
  'embed',
  'object',
  'worker',
  'sharedworker',
]);

/** Statuses whose responses have no body; a Response with one would be refused. */
const withoutBody = new Set([101, 103, 204, 205, 304]);

/** @param {Request} request */
export const hasPolicy = ({ destination }) => withPolicy.has(destination);

/**
 * Whether the browser knows `credentialless`, with which a page may still show images of other origins
 * that send no CORP header. A value that it does not know would count as none, and no API tells: the
 * versions are those of the browsers' release notes.
 * @param {string} userAgent
 */
export function knowsCredentialless(userAgent) {
  const versionOf = (/** @type {RegExp} */ pattern) => Number(pattern.exec(userAgent)?.[1]);
  if (versionOf(/Chrom(?:e|ium)\/(\d+)/) >= 96) return true;
  return versionOf(/Firefox\/(\d+)/) >= 119 && !/Android/.test(userAgent);
}

/**
 * The response with the headers that isolate. What a server says itself stays.
 * @param {Response} response
 * @param {'credentialless' | 'require-corp'} coep
 * @returns {Response}
 */
export function isolated(response, coep) {
  // Redirects on their way, and what is of another origin.
  if (response.status === 0) return response;
  const headers = new Headers(response.headers);
  setUnlessSaid(headers, 'Cross-Origin-Opener-Policy', 'same-origin');
  setUnlessSaid(headers, 'Cross-Origin-Embedder-Policy', coep);
  setUnlessSaid(headers, 'Cross-Origin-Resource-Policy', 'same-origin');
  const { status, statusText } = response;
  const body = withoutBody.has(status) ? null : response.body;
  return new Response(body, { status, statusText, headers });
}

/**
 * @param {Headers} headers
 * @param {string} name
 * @param {string} value
 */
function setUnlessSaid(headers, name, value) {
  // 'unsafe-none' is what no header means, too.
  if (/^\s*(unsafe-none\b.*)?$/.test(headers.get(name) ?? '')) headers.set(name, value);
}
