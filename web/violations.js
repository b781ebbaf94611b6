// Records violations of the Content-Security-Policy, for messages that say what to allow. Engines report them in an
// event only; the failure itself has no reason.

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
    if (disposition === 'report') return; // report-only: it was not refused
    violations.push({ blocked: blockedURI, directive: effectiveDirective });
  };
  globalThis.addEventListener('securitypolicyviolation', note);
  return {
    // For a blob the event has only the scheme; for other origins some engines give only the origin.
    find: (address) =>
      violations.find(
        ({ blocked }) =>
          blocked && (address.startsWith(blocked) || blocked === address.split(/[?#]/)[0]),
      ),
    stop: () => globalThis.removeEventListener('securitypolicyviolation', note),
  };
}

/** Milliseconds to wait for an event that the browser has queued. */
export function soon() {
  return new Promise((resolve) => setTimeout(resolve, 50));
}
