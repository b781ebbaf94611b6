// Puts the extension together in dist/: the bundled service worker, the manifest, the model.
import { build } from 'esbuild';
import { cp, rm } from 'node:fs/promises';

const model = process.env.MODEL ?? '../../models/pii-tiny';

await rm('dist', { recursive: true, force: true });
await build({
  entryPoints: ['background.js'],
  bundle: true,
  format: 'esm',
  target: 'chrome120',
  outdir: 'dist',
});
await cp('manifest.json', 'dist/manifest.json');
for (const file of ['config.json', 'vocab.json', 'merges.txt', 'model.safetensors', 'tokenizer_config.json', 'special_tokens_map.json']) {
  await cp(`${model}/${file}`, `dist/models/pii-tiny/${file}`);
}
