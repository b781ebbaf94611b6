// Redacts while the user types; works without a network after the first visit.
import { pipeline } from './deberta-wasm/deberta.js';
import { registerServiceWorker } from './deberta-wasm/register_service_worker.js';

const element = (id) => document.getElementById(id);
const say = (text) => (element('status').textContent = text);

async function start() {
  // Before the model is loaded, so that its files are kept, too. The first time, the page reloads once.
  const { offline, why } = await registerServiceWorker('service_worker.js');
  const find = await pipeline('token-classification', './models/pii-tiny/', {
    progress_callback({ status, progress }) {
      if (status === 'progress_total') say(`loading the model: ${Math.round(progress)} %`);
    },
  });
  const { threads_started } = await find.diagnostics();
  say(`ready${offline ? ', also offline' : `, online only: ${why}`}; threads: ${threads_started}`);

  let latest = new AbortController();
  element('text').addEventListener('input', async () => {
    latest.abort(); // the earlier text no longer matters
    latest = new AbortController();
    const { signal } = latest;
    try {
      const redacted = await find.redact(element('text').value, { signal });
      element('redacted').textContent = redacted.text;
    } catch (error) {
      if (!signal.aborted) say(`${error.code}: ${error.message}`);
    }
  });
  element('text').disabled = false;
}

start().catch((error) => say(`${error.code ?? error.name}: ${error.message}`));
