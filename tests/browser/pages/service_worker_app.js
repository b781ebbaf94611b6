// A page of a static host that registers the service worker as its address says; tests drive it.
import { registerServiceWorker } from './register_service_worker.js';

// For the server's count of loads; a reload does not cancel it.
void fetch('loaded', { method: 'POST', keepalive: true }).catch(() => {});

const query = new URLSearchParams(location.search);
if (!query.has('plain')) {
  const script = query.get('script') ?? 'service_worker.js';
  globalThis.result = registerServiceWorker(script, JSON.parse(query.get('options') ?? '{}'));
}

/** What a model answers, and with how many threads. */
globalThis.answer = async () => {
  const { pipeline } = await import('./deberta.js');
  const ner = await pipeline('ner', './models/pii-tiny/', { threads: 2 });
  const [entity] = await ner('Ask ada@example.org', { aggregation_strategy: 'simple' });
  const { threads_started: threads, why } = await ner.diagnostics();
  await ner.dispose();
  return { entity: entity.word, threads, why };
};

/** @param {string} url @param {RequestInit} [init] */
globalThis.get = async (url, init) => {
  try {
    const response = await fetch(url, init);
    return { status: response.status, text: await response.text() };
  } catch {
    return { status: 0, text: '' };
  }
};

/** The addresses of all that is kept, below the page's folder. */
globalThis.kept = async () => {
  const names = await caches.keys();
  const lists = await Promise.all(
    names.map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => url)),
  );
  return lists.flat().map((url) => url.replace(new URL('.', location.href).href, ''));
};
