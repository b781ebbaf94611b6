// The worker of a model in browsers. tools/bundle.mjs makes one script for each variant.
import { makeServer } from '../js/worker/server.js';
import { instantiate } from './instantiate.js';
import { openPieceFile } from './piece_files.js';
import { isThread } from './thread.js';

/** @param {import('./instantiate.js').Create} create */
export function serve(create) {
  if (isThread()) return;
  const post = (/** @type {unknown} */ message, /** @type {ArrayBuffer[]} */ transfer = []) =>
    postMessage(message, { transfer });
  const { receive } = makeServer(
    (runtime, place = {}) => instantiate(create, runtime, place, (stage) => post({ stage })),
    post,
    openPieceFile,
  );
  onmessage = ({ data }) => receive(data);
  post({ stage: 'module' });
}
