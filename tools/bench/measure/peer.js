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
  prepare({ padded, feeds = feedsOf(padded) }) {
    return () => this.#worker.call('run', feeds);
  }

  memory() {
    return this.#worker.call('memory');
  }

  dispose() {
    this.#worker.dispose();
  }
}

/** The inputs of an export of DeBERTa, by name. */
function feedsOf({ input_ids, attention_mask, dims }) {
  const feed = (data) => ({ type: 'int64', data, dims });
  return { input_ids: feed(input_ids), attention_mask: feed(attention_mask) };
}
