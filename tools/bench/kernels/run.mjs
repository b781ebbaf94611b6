// Runs deberta_kernels once, in Node or in a page.

/**
 * @param {string} module the address of deberta_kernels.mjs
 * @param {string[]} args of the program
 * @returns {Promise<string[]>} what it prints, line by line
 */
export async function run(module, args) {
  const { default: createKernels } = await import(module);
  const lines = [];
  let status = 0;
  await createKernels({
    arguments: args,
    print: (line) => lines.push(line),
    printErr: (line) => console.error(line),
    onExit: (code) => (status = code),
  });
  if (status !== 0) throw new Error(`deberta_kernels ${args.join(' ')}: exit status ${status}`);
  return lines;
}

if (globalThis.process?.send) {
  const [module, ...args] = process.argv.slice(2);
  process.send(await run(module, args));
}
