// npm run build [-- PRESET…]: the wasm modules, the JavaScript bundle with its types, and the demo
// site, all into dist/. With presets: only those, with their tests.
import { chooseRuntime } from '../js/worker/runtime.js';
import { nodeHost } from '../node/host.js';
import {
  buildOf,
  buildPresets,
  main,
  mustRun,
  nativePresets,
  setUp,
  testPresets,
  ToolError,
  wasmPresets,
} from './project.mjs';

export async function buildPackage(env) {
  await buildPresets(wasmPresets, env, ['deberta_module_simd', 'deberta_module_relaxed']);
  await mustRun(process.execPath, ['tools/bundle.mjs']);
}

/** Builds what this Node runs: one module, and the package's files for Node. */
export async function buildForNode() {
  const { preset, kind } = buildOf(chooseRuntime(nodeHost.capabilities()).variant);
  const env = await setUp(['npm', `wasm-${kind}`]);
  await buildPresets([preset], env, [`deberta_module_${kind}`]);
  await mustRun(process.execPath, ['tools/bundle.mjs', 'node']);
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  await main(async () => {
    const presets = process.argv.slice(2);
    const known = [...nativePresets, ...wasmPresets, ...testPresets];
    const unknown = presets.find((preset) => !known.includes(preset));
    if (unknown) throw new ToolError(`unknown preset '${unknown}'; expected ${known.join(', ')}`);
    if (presets.length) {
      const components = presets.map((preset) => (preset.startsWith('wasm') ? 'wasm' : 'native'));
      await buildPresets(presets, await setUp([...new Set(components)]));
    } else {
      await buildPackage(await setUp(['npm', 'wasm']));
    }
  });
}
