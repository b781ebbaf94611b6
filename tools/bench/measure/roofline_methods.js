// Runs one of the loops of roofline/loops.c; each thread is a worker.

/** Operations or bytes of one iteration of each loop. */
const amounts = {
  ...{ mul_add: 96, relaxed_madd: 96 },
  ...{ dot_i16x8: 128, relaxed_dot: 256, relaxed_dots: 512 },
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
