// onnxruntime-web as transformers.js 4.3.1 sets it: the wasm execution provider, no other option of a
// session (so all optimisations of the graph), the model read as bytes. Runs in a worker.

// Its memory is nowhere to be had but where it is made.
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
      // In Node it finds its files itself.
      if (wasmPaths) ort.env.wasm.wasmPaths = wasmPaths;
      ort.env.wasm.numThreads = threads;
      ort.env.wasm.proxy = false; // this is a worker already
      const bytes = await read(model);
      session = await ort.InferenceSession.create(bytes, { executionProviders: ['wasm'] });
      // It warns, and goes on with one, where it finds no threads.
      if (ort.env.wasm.numThreads !== threads) {
        throw new Error(`onnxruntime-web has no threads here: ${threads} were asked for`);
      }
    },
    async run({ input_ids, attention_mask, dims }) {
      const { logits } = await session.run({
        input_ids: new ort.Tensor('int64', input_ids, dims),
        attention_mask: new ort.Tensor('int64', attention_mask, dims),
      });
      return logits.data;
    },
    memory: () => memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0),
  };
}
