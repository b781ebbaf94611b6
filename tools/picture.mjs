// The picture of the demo in README.md: docs/images/demo.webp, of what is in dist/demo.
//
//   node tools/picture.mjs
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

import { main, root, ToolError } from './project.mjs';
import { serve } from './serve.mjs';

const size = { width: 1120, height: 720 };
const file = join(root, 'docs/images/demo.webp');
const maxBytes = 120_000;

await main(async () => {
  const server = await serve(join(root, 'dist/demo'));
  const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage({ viewport: size, deviceScaleFactor: 1.5 });
    await page.goto(server.url);
    await page.waitForFunction(
      () => globalThis.document.querySelectorAll('#highlights mark').length > 5,
    );
    await page.waitForTimeout(1000); // colours fade in
    const png = await page.screenshot();
    // Chromium is also what turns it into WebP.
    const webp = await (
      await browser.newPage()
    ).evaluate(async (base64) => {
      const image = new globalThis.Image();
      image.src = `data:image/png;base64,${base64}`;
      await image.decode();
      const canvas = globalThis.document.createElement('canvas');
      canvas.width = image.width;
      canvas.height = image.height;
      canvas.getContext('2d').drawImage(image, 0, 0);
      return canvas.toDataURL('image/webp', 0.82).replace(/^.*,/, '');
    }, png.toString('base64'));
    const bytes = Buffer.from(webp, 'base64');
    if (bytes.length > maxBytes) throw new ToolError(`${bytes.length} bytes are too many for git`);
    mkdirSync(join(root, 'docs/images'), { recursive: true });
    writeFileSync(file, bytes);
    console.log(`${file}: ${bytes.length} bytes`);
  } finally {
    await browser.close();
    await server.close();
  }
});
