// Runs a program of programs/ with only its import changed, and sends what it prints to the test.
//
//   node run_program.mjs PROGRAM
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';

import { env } from '../../dist/node.js';

// Where the package looks for `acme/…`: nothing of these programs is on the Hub.
env.localModelPath = `${process.cwd()}/models/`;
env.allowRemoteModels = false;

console.log = (...values) => process.send({ printed: values });
console.warn = (...values) => process.send({ warned: values.map(String) });

try {
  await import(pathToFileURL(process.argv[2]).href);
  process.send({ ended: basename(process.argv[2]) }, () => process.exit(0));
} catch (error) {
  process.send({ failed: error?.stack ?? String(error) }, () => process.exit(1));
}
