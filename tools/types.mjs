// Writes the declarations of the package to dist/types/: tsc makes one for each source file, and these are rolled
// up into one for each entry, and one for the types that entries share. So the package contains the public
// types only, not those of its internals.
import { appendFile, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rollup } from 'rollup';
import { dts } from 'rollup-plugin-dts';
import ts from 'typescript';

import { mustRun, root } from './project.mjs';

/** The entries of the package, by the names of their declarations. */
const entries = {
  index: 'web/index',
  inline: 'web/inline',
  react: 'web/react',
  register_service_worker: 'web/register_service_worker',
  service_worker: 'web/service_worker',
};

/** `await using` needs types that only this lib has. */
const banner = '/// <reference lib="esnext.disposable" />';

const isInternal = (text) => /@internal\b/.test(text);

/** Whether a type is `new <T>() => …`, also as a part of `Statics & (new <T>() => …)`. */
function isGenericConstructor(type) {
  if (ts.isParenthesizedTypeNode(type)) return isGenericConstructor(type.type);
  if (ts.isIntersectionTypeNode(type)) return type.types.some(isGenericConstructor);
  return ts.isConstructorTypeNode(type) && type.typeParameters !== undefined;
}

/** The name that `type X = import("./file.js").X` has there, where that is all it says. */
function importedName(node) {
  const { type, typeParameters = [] } = node;
  if (!ts.isImportTypeNode(type) || !type.qualifier || !ts.isIdentifier(type.qualifier))
    return null;
  const taken = (type.typeArguments ?? []).map((argument) => argument.getText());
  const given = typeParameters.map((parameter) => parameter.name.text);
  return taken.join() === given.join() ? type.qualifier.text : null;
}

/** The end of a JSDoc type that begins with a brace. */
function endOfType(text, begin) {
  let depth = 0;
  for (let i = begin; i < text.length; i++) {
    if (text[i] === '{') depth++;
    if (text[i] === '}' && --depth === 0) return i + 1;
  }
  return text.length;
}

/**
 * Removes the types from a JSDoc comment, because the declaration has them. Those that define types have become
 * declarations, and would be taken for comments on what follows them.
 */
function commentWithoutTypes(text) {
  if (/@(typedef|callback)\b/.test(text)) return '';
  let kept = text;
  for (let at = 0; ;) {
    const found = /@(?!throws)\w+ \{/.exec(kept.slice(at));
    if (!found) break;
    at += found.index + found[0].length - 1;
    kept = kept.slice(0, at).trimEnd() + kept.slice(endOfType(kept, at));
  }
  const indent = /\n( *)\*\/$/.exec(text)?.[1] ?? ' ';
  const lines = kept
    .slice(3, -2)
    .split('\n')
    .map((line) => line.replace(/^ *\* ?/, '').trimEnd())
    // Tags about types, and tags without text.
    .filter(
      (line) =>
        !/^\s*@(template|this|extends|type|override|readonly|overload|abstract)\b/.test(line),
    )
    .filter((line, i, all) => {
      const isEmptyTag = /^\s*@(returns|param \[?[\w.]+\]?)$/.test(line);
      return !isEmptyTag || /^\s+\S/.test(all[i + 1] ?? '');
    });
  const body = lines.join('\n').trim().split('\n');
  if (body[0] === '') return '';
  if (body.length === 1) return `/** ${body[0]} */`;
  return ['/**', ...body.map((line) => `${indent}* ${line}`.trimEnd()), `${indent}*/`].join('\n');
}

/**
 * A declaration without what callers do not need. Of a class that is marked `@internal` remains that there
 * is one, of a marked constructor that there is none to call, of a marked member nothing. An alias of
 * another file's type becomes an import, so that a type has one name.
 */
export function publicPart(text) {
  const file = ts.createSourceFile('file.d.ts', text, ts.ScriptTarget.Latest, true);
  const changes = [];
  const change = (node, replacement) =>
    changes.push([node.getFullStart(), node.getEnd(), replacement]);
  const commentOf = (node) => text.slice(node.getFullStart(), node.getStart());
  const isPrivate = (member) => member.name && ts.isPrivateIdentifier(member.name);
  // `const X_base: new <T>() => …`: tsc forgets the type arguments where a class extends it.
  const genericBases = new Set(
    file.statements
      .filter(ts.isVariableStatement)
      .flatMap(({ declarationList }) => declarationList.declarations)
      .filter(({ type }) => type && isGenericConstructor(type))
      .map(({ name }) => name.getText()),
  );
  for (const node of file.statements) {
    if (ts.isTypeAliasDeclaration(node)) {
      const name = importedName(node);
      if (!name) continue;
      const own = node.name.text;
      const imported = name === own ? own : `${name} as ${own}`;
      const from = node.type.argument.getText();
      change(node, `\nimport type { ${imported} } from ${from};\nexport type { ${own} };`);
    } else if (ts.isClassDeclaration(node)) {
      const base = node.heritageClauses?.[0]?.types[0];
      if (node.typeParameters && base && genericBases.has(base.getText())) {
        const given = node.typeParameters.map((parameter) => parameter.name.text);
        changes.push([base.getEnd(), base.getEnd(), `<${given.join(', ')}>`]);
      }
      const isOpaque = isInternal(commentOf(node));
      for (const member of node.members) {
        if (isPrivate(member) || !(isOpaque || isInternal(commentOf(member)))) continue;
        const isConstructor = ts.isConstructorDeclaration(member);
        change(member, isConstructor && !isOpaque ? '\n    private constructor();' : '');
      }
    }
  }
  for (const found of text.matchAll(/\/\*\*(?:(?!\*\/)[^])*\*\//g)) {
    const [begin, end] = [found.index, found.index + found[0].length];
    if (changes.some(([from, to]) => from <= begin && begin < to)) continue;
    changes.push([begin, end, commentWithoutTypes(found[0])]);
  }
  changes.sort((a, b) => b[0] - a[0]);
  return changes.reduce(
    (kept, [from, to, rest]) => kept.slice(0, from) + rest + kept.slice(to),
    text,
  );
}

/** Rolls the declarations up into `folder`. */
export async function rollUpTypes(folder = join(root, 'dist/types')) {
  const work = join(root, 'build/types');
  await rm(work, { recursive: true, force: true });
  await rm(folder, { recursive: true, force: true });
  await mkdir(work, { recursive: true });
  const tsc = 'node_modules/typescript/bin/tsc';
  await mustRun(process.execPath, [tsc, '-p', 'tsconfig.build.json', '--outDir', work]);
  for (const name of await readdir(work, { recursive: true })) {
    if (!name.endsWith('.d.ts')) continue;
    const path = join(work, name);
    await writeFile(path, publicPart(await readFile(path, 'utf8')));
  }
  const input = Object.entries(entries).map(([name, file]) => [name, join(work, `${file}.d.ts`)]);
  const bundle = await rollup({
    input: Object.fromEntries(input),
    plugins: [dts()],
    // Types from elsewhere stay imports: React's, or those of the package itself.
    external: (name) => !/^[./]/.test(name),
    onwarn(warning) {
      if (warning.code === 'EMPTY_BUNDLE') return; // the service worker's script exports nothing
      // Parts of public types that have no name of their own in the interface.
      if (/private shared type exports/.test(warning.message)) return;
      throw new Error(`types: ${warning.message}`);
    },
  });
  const { output } = await bundle.write({
    dir: folder,
    banner,
    entryFileNames: '[name].d.ts',
    chunkFileNames: 'shared.d.ts',
  });
  await bundle.close();
  // A file without exports would be a script with globals, not a module.
  for (const { fileName, exports } of output) {
    if (exports?.length === 0) await appendFile(join(folder, fileName), 'export {};\n');
  }
  await rm(work, { recursive: true });
  return output.map(({ fileName }) => fileName);
}
