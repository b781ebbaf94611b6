// Runs one of the loops of roofline/loops.c; each thread is a worker.

/** Operations or bytes each time that a loop comes round. */
const amounts = {
  ...{ mul_add: 384, relaxed_madd: 384 },
  ...{ dot_i16x8: 512, relaxed_dot: 1024, relaxed_dots: 2048, relaxed_dot_add: 1536 },
  read: 128 << 20,
};

/** @param {(address: string) => Promise<Uint8Array>} read */
export function rooflineMethods(read) {
  let loops;
  return {
    /** @param {string[]} addresses of modules; the first one that this engine supports is used */
    async load(addresses) {
      for (const address of addresses) {
        const module = await WebAssembly.compile(await read(address)).catch(() => null);
        if (module) return void ({ exports: loops } = new WebAssembly.Instance(module));
      }
      throw new Error('this engine does not support WebAssembly SIMD');
    },
    names: () => Object.keys(amounts).filter((name) => name in loops),
    /** @returns operations or bytes per second */
    run(name, times) {
      const start = performance.now();
      loops[name](times);
      return (1000 * amounts[name] * times) / (performance.now() - start);
    },
  };
}
