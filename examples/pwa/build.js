// Puts the site together in site/: plain files, for any static host.
import { cp, mkdir, readdir, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const model = process.env.MODEL ?? '../../models/pii-tiny';
const dist = fileURLToPath(new URL('dist/', import.meta.resolve('deberta-wasm/package.json')));

await rm('site', { recursive: true, force: true });
await mkdir('site');
for (const file of ['index.html', 'app.js', 'manifest.webmanifest', 'icon.svg']) {
  await cp(file, `site/${file}`);
}
// In the site's own folder: a service worker controls the pages in its folder and below.
await cp(`${dist}service_worker.js`, 'site/service_worker.js');
// The page's entry and the files that it loads on demand, and the workers with their modules.
const entries = /^(deberta(-(?!inline)\w+)?|register_service_worker)\.js$/;
for (const file of (await readdir(dist)).filter((name) => entries.test(name))) {
  await cp(`${dist}${file}`, `site/deberta-wasm/${file}`);
}
await cp(`${dist}wasm`, 'site/deberta-wasm/wasm', { recursive: true });
await cp(model, 'site/models/pii-tiny', { recursive: true });
