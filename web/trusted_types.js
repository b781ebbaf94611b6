// Pages with `require-trusted-types-for 'script'` can start workers only from addresses that a policy created.

/** @typedef {{createScriptURL: (address: string) => string}} Policy */

/** @type {Policy | null | undefined} undefined: not created yet */
let policy;

/**
 * The address as a TrustedScriptURL, where the page requires that. The policy is named `deberta-wasm`.
 * @param {string} address of one of the package's own workers
 * @returns {string}
 */
export function scriptUrl(address) {
  if (policy === undefined) policy = createPolicy('deberta-wasm') ?? null;
  return policy ? policy.createScriptURL(address) : address;
}

/**
 * @param {string} name a policy that the page's Content-Security-Policy allows once
 * @returns {Policy | null} null: the browser does not support Trusted Types, or the page does not allow this policy
 */
export function createPolicy(name) {
  const { trustedTypes } = /** @type {{trustedTypes?: {createPolicy: Function}}} */ (globalThis);
  try {
    return trustedTypes?.createPolicy(name, {
      createScriptURL: (/** @type {string} */ address) => address,
    });
  } catch {
    return null;
  }
}
