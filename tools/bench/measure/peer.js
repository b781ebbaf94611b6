// onnxruntime-web, in a worker, as an engine of the benchmark.

export class Peer {
  #worker;

  /**
   * @param {import('./bench.js').Host} host
   * @param {{folder: string, threads: number, peerModel: string,
   *   runtime: {entry: string, wasmPaths?: {mjs: string, wasm: string}}}} options
   */
  static async load(host, { folder, threads, peerModel, runtime }) {
    const peer = new Peer();
    peer.#worker = host.startWorker('peer');
    try {
      await peer.#worker.call('load', { model: `${folder}/${peerModel}`, runtime, threads });
      return peer;
    } catch (error) {
      peer.dispose();
      throw error;
    }
  }

  /** A row is one padded batch. @returns the call to measure: it returns the logits */
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
