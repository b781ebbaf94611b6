// Browsers refuse workers from other origins. This makes a script of the page's own origin that loads the worker.

/**
 * An address of a blob. It is not revoked, because nothing reports when the browser has read it; it takes a few hundred bytes.
 * @param {string} script
 * @param {WorkerType} [type]
 */
export function blobScript(script, type) {
  const address = JSON.stringify(script);
  const code = type === 'module' ? importing(address) : `importScripts(${address});`;
  // Chromium refuses module workers from blobs of an opaque origin (a frame with `sandbox`).
  if (globalThis.origin === 'null') return `data:text/javascript,${encodeURIComponent(code)}`;
  return URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
}

/**
 * Uses import(), which the CSP checks against script-src; a static import in a worker would need the address in
 * worker-src. Messages that arrive before the script listens are queued.
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
