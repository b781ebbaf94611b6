// Threads, and use without a network, on hosts that send no headers for them, such as GitHub Pages.

/** Resolves when the model may be loaded; the page may have been reloaded for it, once. */
export async function isolate() {
  // Not on a developer's machine: the next project with the same address would get the service worker.
  const isLocal = /^(localhost|127\.0\.0\.1|\[::1\])$/.test(location.hostname);
  if (isLocal) return;
  try {
    const url = new URL('./register_service_worker.js', import.meta.url);
    const { registerServiceWorker } = await import(url.href);
    await registerServiceWorker();
  } catch {
    // Without it there is one thread, unless the host sends the headers itself, and the page does not work offline.
  }
}
