// The line with the WebAssembly module, the threads and the speed.
import { byId, setText } from './dom.js';
import { formatNumber, formatSpeed } from './format.js';

const variant = byId('variant', HTMLElement);
const version = byId('version', HTMLElement);
const threads = byId('threads', HTMLElement);
const threadsWhy = byId('threads-why', HTMLElement);
const speed = byId('speed', HTMLElement);
const lastCall = byId('last-call', HTMLElement);
const size = byId('model-size', HTMLElement);

/** @param {import('../web/index.js').Diagnostics} diagnostics */
export function showDiagnostics({
  variant: name,
  version: number,
  threads_started: count,
  why,
  last,
}) {
  setText(variant, name);
  setText(version, `deberta-wasm ${number}`);
  setText(threads, formatNumber(count));
  setText(threadsWhy, why);
  if (!last) return;
  setText(speed, `${formatNumber(last.tokens_per_second)} tokens/s`);
  setText(lastCall, formatSpeed(last));
}

/** @param {string} text */
export function showModelSize(text) {
  setText(size, text);
}
