// onnxruntime-web with the settings of transformers.js 4.3.1: the wasm execution provider, no other option of a
// session (so all optimisations of the graph), the model passed as bytes. Runs in a worker.

// Its memory can be observed only when it is created.
const memories = [];
const { Memory } = WebAssembly;
WebAssembly.Memory = class extends Memory {
  constructor(descriptor) {
    super(descriptor);
    memories.push(this);
  }
};

/** @param {(address: string) => Promise<Uint8Array>} read */
export function peerMethods(read) {
  let ort, session;
  return {
    async load({ model, runtime: { entry, wasmPaths }, threads }) {
      ort = await import(entry);
      // In Node the package finds its files itself.
      if (wasmPaths) ort.env.wasm.wasmPaths = wasmPaths;
      ort.env.wasm.numThreads = threads;
      ort.env.wasm.proxy = false; // this is a worker already
      const bytes = await read(model);
      session = await ort.InferenceSession.create(bytes, { executionProviders: ['wasm'] });
      // Without support for threads it warns and continues with one.
      if (ort.env.wasm.numThreads !== threads) {
        throw new Error(`onnxruntime-web: expected ${threads} threads, got 1`);
      }
    },
    /** @param {Record<string, {type: string, data: any, dims: number[]}>} feeds inputs by name */
    async run(feeds) {
      const tensors = Object.entries(feeds).map(([name, { type, data, dims }]) => [
        name,
        new ort.Tensor(type, data, dims),
      ]);
      const { logits } = await session.run(Object.fromEntries(tensors));
      return logits.data;
    },
    memory: () => memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0),
  };
}
