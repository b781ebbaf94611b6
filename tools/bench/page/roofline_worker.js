// Runs one of roofline/loops.c; one worker a thread.
import { answer } from './worker_calls.js';

/** What a turn of each loop does: operations, or bytes. */
const amounts = {
  ...{ mul_add: 96, relaxed_madd: 96 },
  ...{ dot_i16x8: 128, relaxed_dot: 256, relaxed_dots: 512 },
  read: 128 << 20,
};

let loops;

answer({
  async load(modules) {
    for (const url of modules) {
      const module = await WebAssembly.compileStreaming(fetch(url)).catch(() => null);
      if (module) return void ({ exports: loops } = new WebAssembly.Instance(module));
    }
    throw new Error('this engine has no WebAssembly SIMD');
  },
  names: () => Object.keys(amounts).filter((name) => name in loops),
  /** @returns operations or bytes a second */
  run(name, times) {
    const start = performance.now();
    loops[name](times);
    return (1000 * amounts[name] * times) / (performance.now() - start);
  },
});
