// Writes the tables of src/text/unicode: which class a code point has, and what its lower case is.
//
//   node tools/unicode/generate.mjs
import { writeFileSync } from 'node:fs';

import { main, ToolError } from '../project.mjs';
import { makeTable, tableNames, unicodeVersion } from './tables.mjs';

await main(async () => {
  const { unicode } = process.versions;
  if (unicode !== unicodeVersion) {
    throw new ToolError(
      `this Node has Unicode ${unicode}, and the tables are of ${unicodeVersion}; ` +
        'to change the version, change it in tools/unicode/tables.mjs',
    );
  }
  for (const name of tableNames) {
    const text = makeTable(name);
    writeFileSync(new URL(`../../src/text/unicode/${name}`, import.meta.url), text);
    console.log(`${name}: ${text.split('\n').length - 3} lines, Unicode ${unicode}`);
  }
});
