// onnxruntime-web as transformers.js 4.3.1 sets it: the wasm execution provider, no other option of a
// session (so all optimisations of the graph), the model fetched as bytes.
import { answer } from './worker_calls.js';

// Its memory is nowhere to be had but where it is made.
const memories = [];
const { Memory } = WebAssembly;
WebAssembly.Memory = class extends Memory {
  constructor(descriptor) {
    super(descriptor);
    memories.push(this);
  }
};

let ort, session;

answer({
  async load({ model, runtime: { entry, mjs, wasm }, threads }) {
    ort = await import(entry);
    ort.env.wasm.wasmPaths = { mjs, wasm };
    ort.env.wasm.numThreads = threads;
    ort.env.wasm.proxy = false; // this is a worker already
    const bytes = new Uint8Array(await (await fetch(model)).arrayBuffer());
    session = await ort.InferenceSession.create(bytes, { executionProviders: ['wasm'] });
  },
  async run({ input_ids, attention_mask, dims }) {
    const { logits } = await session.run({
      input_ids: new ort.Tensor('int64', input_ids, dims),
      attention_mask: new ort.Tensor('int64', attention_mask, dims),
    });
    return logits.data;
  },
  memory: () => memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0),
});
