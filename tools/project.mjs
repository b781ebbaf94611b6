// Functions that the tools share: paths, running commands, set-up and CMake.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

export const nativePresets = ['native-release', 'native-asan', 'native-fuzz'];
/** Of the WebAssembly module. */
export const variants = ['simd', 'simd-threads', 'relaxed', 'relaxed-threads'];
/** Each builds a module for both kinds of SIMD, 'simd' and 'relaxed', from the same objects but those of the kernels. */
export const wasmPresets = ['wasm', 'wasm-threads'];
/** Of WebAssembly that only tests run. */
export const testPresets = ['wasm-sanitized'];

/** The preset that builds a variant, and its kind of SIMD, with which names of targets end. */
export function buildOf(variant) {
  const [kind, threads] = variant.split('-');
  return { preset: threads ? 'wasm-threads' : 'wasm', kind };
}

/** A failure that was already reported, or whose message is one line. */
export class ToolError extends Error {}

/**
 * Runs a command to its end. Output goes to stderr, so that a tool's own stdout stays clean, unless
 * `capture` asks for stdout as the result.
 * @returns {Promise<{code: number, stdout: string}>}
 */
export function run(command, args, { env = {}, cwd = root, capture = false, quiet = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', capture ? 'pipe' : quiet ? 'ignore' : 2, quiet ? 'ignore' : 2],
    });
    let stdout = '';
    child.stdout?.setEncoding('utf8').on('data', (text) => (stdout += text));
    child.on('error', (error) => reject(new ToolError(`cannot run ${command}: ${error.message}`)));
    child.on('close', (code, signal) => resolve({ code: signal ? 1 : code, stdout }));
  });
}

/** Like run(), but throws if the command fails. */
export async function mustRun(command, args, options) {
  const result = await run(command, args, options);
  if (result.code !== 0) throw new ToolError(`'${command} ${args.join(' ')}' failed`);
  return result;
}

/**
 * Runs tools/setup.sh for the components; a second run takes a moment.
 * @returns {Promise<Record<string, string>>} the environment that CMake and emcc need
 */
export async function setUp(components) {
  const { code, stdout } = await run('bash', ['tools/setup.sh', ...components], { capture: true });
  if (code !== 0) throw new ToolError('the set-up failed');
  return JSON.parse(readFileSync(stdout.trim().split('\n').at(-1), 'utf8'));
}

/** Configures where needed and builds presets of CMakePresets.json. */
export async function buildPresets(presets, env, targets = []) {
  // Paths below the root count as relative. Precompiled headers count by their content, which has the path of the build's
  // folder: ccache finds what was compiled in the same folder before.
  env = {
    ...env,
    CCACHE_BASEDIR: root,
    CCACHE_NOHASHDIR: '1',
    CCACHE_SLOPPINESS: 'pch_defines,time_macros,include_file_mtime,include_file_ctime',
  };
  for (const preset of presets) {
    if (!existsSync(join(root, 'build', preset, 'build.ninja'))) {
      await mustRun('cmake', ['--preset', preset], { env });
    }
    const target = targets.length ? ['--target', ...targets] : [];
    await mustRun('cmake', ['--build', '--preset', preset, ...target], { env });
  }
}

/** The files of dist/ that a page's server needs. */
export function filesOfPage() {
  const names = readdirSync(join(root, 'dist'));
  return names.filter((name) =>
    /^(deberta(-(?!inline)\w+)?\.js(\.map)?|(register_)?service_worker\.js|wasm)$/.test(name),
  );
}

/** Runs a tool's main function; errors become one line and exit code 1. */
export async function main(body) {
  try {
    await body();
  } catch (error) {
    console.error(error instanceof ToolError ? `error: ${error.message}` : error);
    process.exitCode = 1;
  }
}
