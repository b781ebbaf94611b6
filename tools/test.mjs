// npm test: sets up, builds, and runs everything; the last line is "N passed, N failed".
//
//   npm test [-- PART…]      parts: lint js browser runtimes native asan wasm sanitized fuzz
//                            only when named: variants, the C++ tests in the other two modules
//   DEBERTA_TEST_MINUTES=N   no part begins after N minutes (CI has a limit, and a machine without caches is slow);
//                            the output names those that were not run
import { readFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';

import { buildPackage } from './build.mjs';
import { replayAll } from './fuzz/replay.mjs';
import { buildPresets, main, root, run, setUp, ToolError } from './project.mjs';

const total = { passed: 0, failed: 0, skipped: 0 };

function add(name, passed, failed, skipped = 0) {
  total.passed += passed;
  total.failed += failed;
  total.skipped += skipped;
  console.log(`# ${name}: ${passed} passed, ${failed} failed, ${skipped} skipped`);
}

/** Processes for C++ tests, each of up to a gigabyte under AddressSanitizer, and for tests of JavaScript. */
const processes = Math.min(4, availableParallelism());

/** A command that is one test. */
async function check(name, command, args) {
  console.log(`# ${name} …`);
  const { code } = await run(command, args);
  add(name, Number(code === 0), Number(code !== 0));
}

/**
 * A run of deberta_tests, counted from GoogleTest's reports.
 * @param {number} [shards] processes that share the tests
 */
async function googleTest(name, command, args, shards = 1) {
  console.log(`# ${name} …`);
  const counts = await Promise.all(
    Array.from({ length: shards }, (_, shard) => runShard(name, command, args, { shard, shards })),
  );
  const sum = (key) => counts.reduce((total, each) => total + each[key], 0);
  add(name, sum('passed'), sum('failed'), sum('skipped'));
}

async function runShard(name, command, args, { shard, shards }) {
  const report = join(tmpdir(), `deberta-${process.pid}-${name}-${shard}.json`);
  const { code } = await run(
    command,
    [...args, '--gtest_brief=1', `--gtest_output=json:${report}`],
    { env: { GTEST_TOTAL_SHARDS: String(shards), GTEST_SHARD_INDEX: String(shard) } },
  );
  const result = JSON.parse(await readFile(report, 'utf8').catch(() => 'null'));
  if (!result) return { passed: 0, failed: 1, skipped: 0 }; // it crashed
  const cases = result.testsuites.flatMap((suite) => suite.testsuite);
  const skipped = cases.filter((test) => test.result === 'SKIPPED').length;
  // A crash at the end leaves a good report and a bad exit code.
  const failed = Math.max(result.failures, Number(code !== 0));
  return { passed: Math.max(0, result.tests - failed - skipped), failed, skipped };
}

async function jest(name, folder, args = []) {
  console.log(`# ${name} …`);
  const report = join(tmpdir(), `deberta-${process.pid}-${name}.json`);
  const { code } = await run(process.execPath, [
    ...['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js', folder],
    ...['--json', `--outputFile=${report}`, ...args],
  ]);
  const result = JSON.parse(await readFile(report, 'utf8').catch(() => 'null'));
  if (!result) return add(name, 0, 1);
  const broken = result.testResults.filter((file) => file.testExecError).length;
  const failed = Math.max(result.numFailedTests + broken, Number(code !== 0));
  add(name, result.numPassedTests, failed, result.numPendingTests);
}

/** @param {[preset: string, kind: string][]} modules the kind is that of SIMD */
async function testInWasm(...modules) {
  const env = await setUp(['wasm']);
  for (const [preset, kind] of modules) {
    await buildPresets([preset], env, [`deberta_tests_${kind}`]);
    const flags = kind === 'relaxed' ? ['--experimental-wasm-relaxed-simd'] : [];
    const program = `build/${preset}/deberta_tests_${kind}.cjs`;
    await googleTest(`${preset}-${kind}`, process.execPath, [...flags, program]);
  }
}

const parts = {
  async lint() {
    await setUp(['npm', 'native']);
    await check('prettier', process.execPath, [
      'node_modules/prettier/bin/prettier.cjs',
      '--check',
      '.',
    ]);
    await check('eslint', process.execPath, ['node_modules/eslint/bin/eslint.js', '.']);
    const sources = `git ls-files src bindings tests tools | grep -E '[.](cc|h)$'`;
    const format = 'xargs clang-format --dry-run -Werror';
    await check('clang-format', 'bash', ['-c', `${sources} | ${format}`]);
    await check('layering', process.execPath, ['tools/check_layers.mjs']);
  },
  async js() {
    await buildPackage(await setUp(['npm', 'wasm']));
    await check('types', process.execPath, ['node_modules/typescript/bin/tsc']);
    await check('publint', process.execPath, ['node_modules/publint/src/cli.js', '--strict']);
    await check('attw', process.execPath, [
      ...[
        'node_modules/@arethetypeswrong/cli/dist/index.js',
        '--pack',
        '.',
        '--no-definitely-typed',
      ],
      // Node supports require() of a module; docs/typescript.md names the versions.
      ...['--profile', 'node16', '--ignore-rules', 'cjs-resolves-to-esm'],
    ]);
    await check('type tests', process.execPath, ['tests/types/run.mjs']);
    await jest('js', 'tests/js', [`--maxWorkers=${processes}`]);
    await jest('drop-in', 'tests/drop-in');
  },
  async browser() {
    await buildPackage(await setUp(['npm', 'wasm', 'browser']));
    await jest('browser', 'tests/browser', ['--runInBand']);
    // Examples that a framework builds take minutes: npm run test:examples.
    await jest('examples', 'tests/examples', [
      '--runInBand',
      '--testPathIgnorePatterns=frameworks',
    ]);
  },
  async runtimes() {
    await buildPackage(await setUp(['npm', 'wasm']));
    await jest('runtimes', 'tests/runtimes', ['--runInBand']);
  },
  async native() {
    await buildPresets(['native-release'], await setUp(['native']));
    await googleTest('native', 'build/native-release/deberta_tests', [], processes);
    await googleTest('faults', 'build/native-release/deberta_fault_tests', []);
    const tag = 'echo "Ask ada@example.org" | build/native-release/deberta_tag models/pii-tiny 2';
    await check('deberta_tag', 'bash', ['-c', `${tag} | grep -P '^EMAIL\\t.*\\tada@example.org$'`]);
  },
  async asan() {
    // The preset of the fuzz targets: both link the same library.
    await buildPresets(['native-fuzz'], await setUp(['native']), ['deberta_tests']);
    await googleTest('native-asan', 'build/native-fuzz/deberta_tests', [], processes);
  },
  async wasm() {
    // Both kinds of SIMD, without and with threads.
    await testInWasm(['wasm', 'simd'], ['wasm-threads', 'relaxed']);
  },
  async sanitized() {
    await testInWasm(['wasm-sanitized', 'simd']);
  },
  async fuzz() {
    const env = await setUp(['native', 'wasm']);
    await buildPresets(['native-fuzz', 'wasm-sanitized'], env, ['deberta_fuzz']);
    const results = await replayAll(10);
    const failed = results.filter(({ passed }) => !passed).length;
    add('fuzz', results.length - failed, failed);
  },
  async variants() {
    await testInWasm(['wasm', 'relaxed'], ['wasm-threads', 'simd']);
  },
};

await main(async () => {
  process.chdir(root);
  const wanted = process.argv.slice(2);
  const limit = Number(process.env.DEBERTA_TEST_MINUTES ?? Infinity);
  const unknown = wanted.find((part) => !Object.hasOwn(parts, part));
  if (unknown)
    throw new ToolError(`unknown part '${unknown}'; expected ${Object.keys(parts).join(', ')}`);
  for (const [name, body] of Object.entries(parts)) {
    if (wanted.length ? !wanted.includes(name) : name === 'variants') continue;
    if (performance.now() > 60_000 * limit) {
      console.log(`# ${name}: NOT RUN, since more than ${limit} minutes have passed`);
      continue;
    }
    const begin = performance.now();
    try {
      await body();
    } catch (error) {
      // A part that cannot be built or started counts as one failed test; the other parts still run.
      console.error(error instanceof ToolError ? `error: ${error.message}` : error);
      add(name, 0, 1);
    }
    console.log(`# ${name}: ${Math.round((performance.now() - begin) / 1000)} s`);
  }
  console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  if (total.failed || !total.passed) process.exitCode = 1;
});
