// A worker from another origin, which every browser refuses: a script of the page's own origin that loads it.

/**
 * An address, which is not revoked: nothing tells when the browser has read it, and it is a few hundred bytes.
 * @param {string} script
 * @param {WorkerType} [type]
 */
export function blobScript(script, type) {
  const address = JSON.stringify(script);
  const code = type === 'module' ? importing(address) : `importScripts(${address});`;
  // Chromium makes no module worker of a blob of an opaque origin (a frame with `sandbox`).
  if (globalThis.origin === 'null') return `data:text/javascript,${encodeURIComponent(code)}`;
  return URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
}

/**
 * By import(), which the CSP counts as a script: for a static import in a worker it wants the address in
 * worker-src. Messages that come before the script listens are kept for it.
 * @param {string} address
 */
function importing(address) {
  return `
    const early = [];
    const keep = (event) => early.push(event.data);
    addEventListener('message', keep);
    import(${address}).then(
      () => {
        removeEventListener('message', keep);
        for (const data of early) dispatchEvent(new MessageEvent('message', { data }));
      },
      (error) => setTimeout(() => { throw error; }),
    );`;
}
