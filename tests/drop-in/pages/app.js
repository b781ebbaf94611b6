// Create the worker if it does not yet exist.
const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });

/** @type {Record<string, number>} */
const progressItems = {};
const status = /** @type {HTMLElement} */ (document.getElementById('status'));
const output = /** @type {HTMLElement} */ (document.getElementById('output'));

worker.addEventListener('message', ({ data }) => {
  switch (data.status) {
    case 'initiate':
      status.textContent = 'Loading model...';
      progressItems[data.file] = 0;
      break;
    case 'progress':
      progressItems[data.file] = data.progress;
      break;
    case 'done':
      delete progressItems[data.file];
      break;
    case 'ready':
      status.textContent = 'Ready!';
      break;
    case 'complete':
      output.textContent = JSON.stringify(data.output);
      break;
  }
});

const input = /** @type {HTMLInputElement} */ (document.getElementById('input'));
input.addEventListener('input', () => worker.postMessage({ text: input.value }));
