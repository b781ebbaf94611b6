// The fuzz targets, and how one of them is run.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { root } from '../project.mjs';

const folder = join(root, 'tests/fuzz');

/** In C++: natively with libFuzzer, and in WebAssembly. Each has a file. */
export const coreTargets = readdirSync(join(folder, 'targets'))
  .filter((file) => file.endsWith('.cc'))
  .map((file) => file.slice(0, -'.cc'.length));

/** In JavaScript, in Node. */
export const scriptTargets = ['hdf5', 'hub_file', 'hub_listing'];

/** Inputs that are part of the repository: those that found faults, and a small corpus. */
export function inputFolders(target) {
  const folders = ['findings', 'corpora'].map((kind) => join(folder, kind, target));
  if (target === 'hdf5') folders.push(join(root, 'tests/fixtures/hdf5'));
  return folders.filter(existsSync);
}

/** Bytes. Larger inputs find little more, and take longer. */
const maxLength = {
  checkpoint: 16384,
  tokenizer_json: 8192,
  spm_model: 8192,
  text: 512,
  tasks: 1024,
};

/**
 * No stacks of allocations, a small quarantine, and a small stack of the frames that are watched after their return (every
 * exception walks it): twice as many executions. An input that ends the program can be run alone, with usual settings.
 */
const sanitizers = {
  ASAN_OPTIONS: 'malloc_context_size=1:quarantine_size_mb=32:max_uar_stack_size_log=16',
};

/**
 * The limits of an input are in tests/fuzz/limits.h, in the processor's time; these are for one that never ends, on
 * a machine that does other things as well.
 */
const limits = ['-timeout=100', '-report_slow_units=100', '-rss_limit_mb=3072'];

/**
 * The command that replays the inputs in folders, then searches for more for `seconds`. libFuzzer adds
 * what it finds to the first folder.
 * @typedef {{target: string, folders: string[], findings: string, seconds: number, seed?: number}} Task
 */

/** @param {Task} task @returns {[string, string[]]} */
export function nativeCommand({ target, folders, findings, seconds, seed }) {
  const length = maxLength[target] ?? 4096;
  const search =
    seconds > 0 ? [`-max_total_time=${Math.ceil(seconds)}`, `-max_len=${length}`] : ['-runs=0'];
  return [
    join(root, 'build/native-fuzz/deberta_fuzz'),
    [
      ...[`--target=${target}`, ...search, ...limits, '-print_final_stats=1'],
      ...[`-artifact_prefix=${findings}/`, ...(seed ? [`-seed=${seed}`] : []), ...folders],
    ],
  ];
}

/** @param {Task} task @returns {[string, string[]]} */
export function wasmCommand(task) {
  return [process.execPath, [join(root, 'build/wasm-sanitized/deberta_fuzz.cjs'), ...own(task)]];
}

/** @param {Task} task @returns {[string, string[]]} */
export function scriptCommand(task) {
  return [process.execPath, [join(folder, 'js/main.mjs'), ...own(task)]];
}

/** @param {Task} task */
function own({ target, folders, findings, seconds, seed = 1 }) {
  const options = { target, findings, seconds, seed };
  return [...Object.entries(options).map(([name, value]) => `--${name}=${value}`), ...folders];
}

/**
 * @typedef {object} Result
 * @property {boolean} passed
 * @property {number} executions
 * @property {number} edges 0 where they are not counted
 * @property {string} output
 */

/**
 * @param {[string, string[]]} command
 * @param {number} seconds after which it is ended
 * @returns {Promise<Result>}
 */
export function execute([program, args], seconds) {
  return new Promise((resolve) => {
    const env = { ...sanitizers, ...process.env };
    const child = spawn(program, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const keep = (text) => (output = (output + text).slice(-100_000));
    child.stdout.setEncoding('utf8').on('data', keep);
    child.stderr.setEncoding('utf8').on('data', keep);
    const timer = setTimeout(() => child.kill('SIGKILL'), 1000 * seconds);
    child.on('error', (error) => keep(error.message));
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      if (signal) keep(`\nended by ${signal} after at most ${seconds} s`);
      resolve({ passed: code === 0, ...figuresOf(output), output });
    });
  });
}

/** @param {string} output */
function figuresOf(output) {
  const last = (expression) => Number([...output.matchAll(expression)].at(-1)?.[1] ?? 0);
  return {
    executions:
      last(/number_of_executed_units: (\d+)/g) || last(/(\d+) executions/g) || last(/^#(\d+)\t/gm),
    edges: last(/ cov: (\d+) /g),
  };
}

/** An empty folder, and the inputs that ended a program, which are put there. @param {string} path */
export function findingsIn(path) {
  mkdirSync(path, { recursive: true });
  return () => readdirSync(path).map((name) => join(path, name));
}

/** The fault that a program's output tells, in a few lines. @param {string} output */
export function faultOf(output) {
  const lines = output.split('\n');
  const first = lines.findIndex((line) =>
    /^fuzz: |runtime error:|ERROR: |SUMMARY: |Error: |RuntimeError|Assertion/.test(line),
  );
  return lines.slice(Math.max(0, first), Math.max(0, first) + 12).join('\n');
}

/** A small input for a log, from which it can be made again. @param {string} path */
export function printable(path) {
  const bytes = readFileSync(path);
  return bytes.length > 4096
    ? `${path} (${bytes.length} bytes)`
    : `${path}: base64 ${bytes.toString('base64')}`;
}
