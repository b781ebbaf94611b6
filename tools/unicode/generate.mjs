// Writes the tables of src/text/unicode: the classes and the lower case of code points.
//
//   node tools/unicode/generate.mjs
import { writeFileSync } from 'node:fs';

import { main, ToolError } from '../project.mjs';
import { makeTable, tableNames, unicodeVersion } from './tables.mjs';

await main(async () => {
  const { unicode } = process.versions;
  if (unicode !== unicodeVersion) {
    throw new ToolError(
      `expected a Node with Unicode ${unicodeVersion}, got ${unicode}; ` +
        'to change the version, edit tools/unicode/tables.mjs',
    );
  }
  for (const name of tableNames) {
    const text = makeTable(name);
    writeFileSync(new URL(`../../src/text/unicode/${name}`, import.meta.url), text);
    console.log(`${name}: ${text.split('\n').length - 3} lines, Unicode ${unicode}`);
  }
});
