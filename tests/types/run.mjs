// What the declarations of the packed package let compile, and what not, with several versions of
// TypeScript, without skipLibCheck.
//
//   node tests/types/run.mjs           the project's own TypeScript
//   node tests/types/run.mjs --all     every version and every lib; what is missing is installed into the cache
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync } from 'node:fs';
import { cp, mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(dirname(here));
const pinned = JSON.parse(readFileSync(join(root, 'package.json'))).devDependencies.typescript;

/** Beside the pinned one: the oldest that is supported, the last one in JavaScript, and the newest. */
const others = ['5.4.5', '6.0.3', '7.0.2'];

/** What a program's `lib` and `types` may be. */
const surroundings = {
  page: { lib: ['ES2022', 'DOM', 'DOM.Iterable'], types: [] },
  'page without iterables': { lib: ['ES2022', 'DOM'], types: [] },
  node: { lib: ['ES2022'], types: ['node'] },
  'page and node': { lib: ['ES2022', 'DOM', 'DOM.Iterable'], types: ['node'] },
  neither: { lib: ['ES2022'], types: [] },
};

const modules = {
  bundler: { module: 'ESNext', moduleResolution: 'bundler' },
  node16: { module: 'Node16', moduleResolution: 'Node16' },
  nodenext: { module: 'NodeNext', moduleResolution: 'NodeNext' },
};

/** What the quick form tries of them. */
const quick = { bundler: 'page', node16: 'node', nodenext: 'neither' };

/** Programs that compile whatever the surroundings. */
const anywhere = [
  ...['options.ts', 'wrong.ts', 'names.ts', 'migration.ts', 'inline.ts'],
  'gliner2.ts',
];

/** What is compiled; one program needs types of the platform. */
const filesOf = (where) => (where === 'neither' ? anywhere : [...anywhere, 'usage.ts']);

const isThorough = process.argv.includes('--all');
let failed = 0;

function report(name, problem) {
  console.log(`${problem ? 'FAILED' : 'ok'}: ${name}`);
  if (!problem) return;
  failed++;
  console.log(problem);
}

/** The tsc of a version; of one that is not the project's own in the cache, where it is put at need. */
async function compilerOf(version) {
  const own = join(root, 'node_modules/typescript/bin/tsc');
  if (version === pinned) return own;
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  const folder = join(cache, 'deberta-wasm', `typescript-${version}`);
  const tsc = join(folder, 'node_modules/typescript/bin/tsc');
  if (!existsSync(tsc)) {
    mkdirSync(dirname(folder), { recursive: true });
    // Moved into its place once it is whole: an interrupted installation leaves nothing there.
    const work = mkdtempSync(`${folder}-`);
    const options = ['--no-audit', '--no-fund', '--ignore-scripts', '--prefix', work];
    await execute('npm', ['install', ...options, `typescript@${version}`]);
    await rm(folder, { recursive: true, force: true });
    await rename(work, folder);
  }
  return tsc;
}

/** What tsc says of files in a folder; '' where they compile. */
async function compile(tsc, folder, options, files) {
  const config = {
    compilerOptions: {
      target: 'ES2022',
      strict: true,
      exactOptionalPropertyTypes: true,
      skipLibCheck: false,
      noEmit: true,
      ...options,
    },
    files,
  };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config, null, 2));
  try {
    await execute(process.execPath, [tsc, '-p', 'tsconfig.json', '--pretty', 'false'], {
      cwd: folder,
    });
    return '';
  } catch (error) {
    return error.stdout || error.stderr || String(error);
  }
}

/** A program that depends on the package as npm packs it. */
async function consumer() {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'deberta-types-')));
  const { stdout } = await execute(
    'npm',
    ['pack', '--json', '--ignore-scripts', '--pack-destination', folder],
    { cwd: root },
  );
  const [{ filename }] = JSON.parse(stdout);
  const modulesFolder = join(folder, 'node_modules');
  await mkdir(join(modulesFolder, '@types'), { recursive: true });
  await execute('tar', ['-xzf', join(folder, filename), '-C', modulesFolder]);
  await rename(join(modulesFolder, 'package'), join(modulesFolder, 'deberta-wasm'));
  // With what it needs itself, wherever that is.
  const nodeTypes = realpathSync(join(root, 'node_modules/@types/node'));
  await symlink(nodeTypes, join(modulesFolder, '@types/node'));
  await symlink(join(nodeTypes, '../../undici-types'), join(modulesFolder, 'undici-types'));
  await writeFile(join(folder, 'package.json'), '{"type": "module", "private": true}');
  for (const file of [...anywhere, 'usage.ts', 'require.cts', 'import.cts']) {
    await cp(join(here, file), join(folder, file));
  }
  return folder;
}

/** Wrong programs, and the name that the message has to say. */
const messages = [
  ["ner('a', { agregation_strategy: 'simple' })", "'aggregation_strategy'"],
  ["ner(['a'], { aggregationStrategy: 'simple' })", "'aggregation_strategy'"],
  ["ner('a', { aggregation_strategy: 'simpel' })", '"simpel"'],
  ["ner('a', { ignore_label: ['O'] })", "'ignore_labels'"],
  ["classify('a', { topk: 2 })", "'top_k'"],
  ["classify(['a', 'b'], { topk: 2 })", "'top_k'"],
  ["zeroShot('a', ['b'], { multi_labels: true })", "'multi_label'"],
  ["answer('q', 'c', { max_answer_length: 3 })", "'max_answer_len'"],
  ["answer({ question: 'q', context: 'c' }, { topk: 3 })", "'top_k'"],
  ["fill('a', { topk: 3 })", "'top_k'"],
  ["extract('a', { pool: 'mean' })", "'pool'"],
  ["rank('q', ['a'], { return_document: true })", "'return_documents'"],
  ["tokenizer('a', { return_tensors: false })", "'return_tensor'"],
  ["pipeline('ner', 'a', { progressCallback: () => {} })", "'progress_callback'"],
];

async function checkMessages(tsc, folder, name) {
  const head = `import { AutoTokenizer, pipeline } from 'deberta-wasm';
const ner = await pipeline('ner', 'owner/name');
const classify = await pipeline('text-classification', 'owner/name');
const zeroShot = await pipeline('zero-shot-classification', 'owner/name');
const answer = await pipeline('question-answering', 'owner/name');
const fill = await pipeline('fill-mask', 'owner/name');
const extract = await pipeline('feature-extraction', 'owner/name');
const rank = await pipeline('text-ranking', 'owner/name');
const tokenizer = await AutoTokenizer.from_pretrained('owner/name');
export { ner, classify, zeroShot, answer, fill, extract, rank, tokenizer, pipeline };
`;
  await writeFile(join(folder, 'pipelines.ts'), head);
  const files = messages.map((_, i) => `message_${i}.ts`);
  for (const [i, [line]] of messages.entries()) {
    const used = /^\w+/.exec(line)[0];
    const text = `import { ${used} } from './pipelines.js';\nawait ${line};\n`;
    await writeFile(join(folder, files[i]), text);
  }
  const options = { ...modules.nodenext, ...surroundings.page };
  const output = await compile(tsc, folder, options, files);
  // A message goes on in indented lines.
  const blocks = output.split(/\n(?=\S)/);
  for (const [i, [line, wanted]] of messages.entries()) {
    const said = blocks.filter((block) => block.startsWith(`${files[i]}(`)).join('\n');
    const isGood = said.includes(wanted) && !said.includes("to parameter of type 'readonly");
    report(`${name}: the message for ${line} says ${wanted}`, isGood ? '' : said || 'no error');
  }
}

/** What docs/typescript.md says of CommonJS programs. */
async function checkRequire(tsc, folder, name, version) {
  const [major, minor] = version.split('.').map(Number);
  const check = async (file, module, isTaken) => {
    const said = await compile(tsc, folder, { ...modules[module], ...surroundings.node }, [file]);
    const isRight = isTaken ? said === '' : /TS1479|TS1471/.test(said);
    const what = `${file} under ${module} ${isTaken ? 'compiles' : 'is refused'}`;
    report(`${name}: ${what}`, isRight ? '' : said || 'it compiles');
  };
  await check('require.cts', 'nodenext', major > 5 || minor >= 8);
  await check('require.cts', 'node16', false);
  await check('import.cts', 'node16', true);
}

const folder = await consumer();
try {
  for (const version of isThorough ? [pinned, ...others] : [pinned]) {
    const tsc = await compilerOf(version);
    for (const [module, moduleOptions] of Object.entries(modules)) {
      for (const [where, lib] of Object.entries(surroundings)) {
        if (!isThorough && quick[module] !== where) continue;
        const options = { ...moduleOptions, ...lib };
        const name = `TypeScript ${version}, ${module}, ${where}`;
        report(name, await compile(tsc, folder, options, filesOf(where)));
      }
    }
    await checkMessages(tsc, folder, `TypeScript ${version}`);
    await checkRequire(tsc, folder, `TypeScript ${version}`, version);
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
console.log(failed === 0 ? 'types: all as expected' : `types: ${failed} failed`);
if (failed > 0) process.exitCode = 1;
