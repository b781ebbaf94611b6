// onnxruntime-web, in a worker, as an engine of the benchmark.
import { CalledWorker } from './worker_calls.js';

export class Peer {
  #worker = new CalledWorker('peer_worker.js');

  /**
   * @param {{folder: string, threads: number, peerFiles: Record<string, string>, peerModel: string}} options
   */
  static async load({ folder, threads, peerFiles, peerModel }) {
    const peer = new Peer();
    const address = ([name, file]) => [name, new URL(`ort/${file}`, import.meta.url).href];
    const runtime = Object.fromEntries(Object.entries(peerFiles).map(address));
    await peer.#worker.call('load', { model: `${folder}/${peerModel}`, runtime, threads });
    return peer;
  }

  /** What the row takes is one padded batch. @returns a call that is to be timed: its logits */
  prepare({ padded }) {
    return () => this.#worker.call('run', padded);
  }

  memory() {
    return this.#worker.call('memory');
  }

  dispose() {
    this.#worker.dispose();
  }
}
