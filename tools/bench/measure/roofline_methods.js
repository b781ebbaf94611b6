// Runs one of roofline/loops.c; in one worker a thread.

/** What a turn of each loop does: operations, or bytes. */
const amounts = {
  ...{ mul_add: 96, relaxed_madd: 96 },
  ...{ dot_i16x8: 128, relaxed_dot: 256, relaxed_dots: 512 },
  read: 128 << 20,
};

/** @param {(address: string) => Promise<Uint8Array>} read */
export function rooflineMethods(read) {
  let loops;
  return {
    /** @param {string[]} addresses of modules; the first one that this engine takes */
    async load(addresses) {
      for (const address of addresses) {
        const module = await WebAssembly.compile(await read(address)).catch(() => null);
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
  };
}
