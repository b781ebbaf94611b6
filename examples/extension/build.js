// Puts the extension together in dist/: the bundled service worker, WebAssembly, the model, the manifest.
import { build } from 'esbuild';
import { cp, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const model = process.env.MODEL ?? '../../models/pii-tiny';

await rm('dist', { recursive: true, force: true });
await build({
  entryPoints: ['background.js'],
  bundle: true,
  format: 'esm',
  target: 'chrome120',
  outdir: 'dist',
});
// The bundle loads it from the folder wasm next to it; esbuild does not copy assets.
for (const name of ['deberta-simd.wasm', 'deberta-relaxed.wasm']) {
  const file = new URL(`wasm/${name}`, import.meta.resolve('deberta-wasm/inline'));
  await cp(fileURLToPath(file), `dist/wasm/${name}`);
}
await cp('manifest.json', 'dist/manifest.json');
for (const file of [
  'config.json',
  'vocab.json',
  'merges.txt',
  'model.safetensors',
  'tokenizer_config.json',
  'special_tokens_map.json',
]) {
  await cp(`${model}/${file}`, `dist/models/pii-tiny/${file}`);
}
