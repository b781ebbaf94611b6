// Cross-origin isolation of pages whose server does not send the headers: this adds them to responses.
//
// COOP and COEP are headers of documents and workers. Files that those load from their own origin need no header,
// and files from other origins are not changed, because only their server may allow loading them.

/** Destinations whose responses set a policy. */
const withPolicy = new Set([
  'document',
  'iframe',
  'frame',
  'embed',
  'object',
  'worker',
  'sharedworker',
]);

/** Statuses without a body: a Response with a body would be refused. */
const withoutBody = new Set([101, 103, 204, 205, 304]);

/** @param {Request} request */
export const hasPolicy = ({ destination }) => withPolicy.has(destination);

/**
 * Whether the browser supports `credentialless`, with which a page may still show images of other origins
 * that send no CORP header. Browsers ignore unknown values, and no API reports support, so
 * this checks the versions of the browsers' release notes.
 * @param {string} userAgent
 */
export function knowsCredentialless(userAgent) {
  const versionOf = (/** @type {RegExp} */ pattern) => Number(pattern.exec(userAgent)?.[1]);
  if (versionOf(/Chrom(?:e|ium)\/(\d+)/) >= 96) return true;
  return versionOf(/Firefox\/(\d+)/) >= 119 && !/Android/.test(userAgent);
}

/**
 * The response with the headers for isolation. Headers from the server stay.
 * @param {Response} response
 * @param {'credentialless' | 'require-corp'} coep
 * @returns {Response}
 */
export function isolated(response, coep) {
  // Redirects, and responses of other origins.
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
  // 'unsafe-none' means the same as no header.
  if (/^\s*(unsafe-none\b.*)?$/.test(headers.get(name) ?? '')) headers.set(name, value);
}
