// What the Content-Security-Policy has forbidden, for messages that say what to allow. Engines tell it in an
// event only; the failure itself says nothing.

/** @typedef {{blocked: string, directive: string}} Violation */

/**
 * Listens until stop().
 * @returns {{find: (address: string) => Violation | undefined, stop: () => void}}
 */
export function watchViolations() {
  /** @type {Violation[]} */
  const violations = [];
  const note = (/** @type {Event} */ event) => {
    const { blockedURI, effectiveDirective, disposition } =
      /** @type {SecurityPolicyViolationEvent} */ (event);
    if (disposition === 'report') return; // it was not refused
    violations.push({ blocked: blockedURI, directive: effectiveDirective });
  };
  globalThis.addEventListener('securitypolicyviolation', note);
  return {
    // Of a blob the event tells the scheme alone, of other origins some engines tell the origin alone.
    find: (address) =>
      violations.find(
        ({ blocked }) =>
          blocked && (address.startsWith(blocked) || blocked === address.split(/[?#]/)[0]),
      ),
    stop: () => globalThis.removeEventListener('securitypolicyviolation', note),
  };
}

/** Time for an event that the browser has queued. */
export function soon() {
  return new Promise((resolve) => setTimeout(resolve, 50));
}
