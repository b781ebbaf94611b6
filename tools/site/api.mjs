// The API reference: TypeDoc's pages on the package's declarations.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { Application, ReflectionKind } from 'typedoc';

import { root, ToolError } from '../project.mjs';

const types = join(root, 'dist/types');

/** The documented entries, by the name for imports. */
const entries = {
  index: 'deberta-wasm',
  react: 'deberta-wasm/react',
  register_service_worker: 'deberta-wasm/service-worker',
};

/**
 * Leaves out tsc's own names: of `class Tensor extends Tensor_base`, the reference has the class alone.
 * @param {import('typedoc').ProjectReflection} project
 */
function withoutBases(project) {
  const isBase = ({ name }) => /_base$/.test(name);
  for (const each of project.getReflectionsByKind(ReflectionKind.Class)) {
    each.extendedTypes = each.extendedTypes?.filter((type) => !isBase(type));
    if (each.extendedTypes?.length === 0) delete each.extendedTypes;
  }
  for (const each of project.getReflectionsByKind(ReflectionKind.Variable).filter(isBase)) {
    project.removeReflection(each);
  }
  for (const each of Object.values(project.reflections)) {
    for (const origin of ['inheritedFrom', 'overwrites']) {
      if (/_base\b/.test(each[origin]?.name)) delete each[origin];
    }
  }
}

/**
 * Gives a `@throws {Name}` without a text the name as its text, since the pages show texts alone.
 * @param {import('typedoc').ProjectReflection} project
 */
function nameErrors(project) {
  const tags = Object.values(project.reflections).flatMap(
    ({ comment }) => comment?.blockTags ?? [],
  );
  for (const tag of tags) {
    if (tag.tag !== '@throws' || tag.content.length > 0) continue;
    tag.content = [{ kind: 'code', text: `\`${tag.typeAnnotation.replace(/[{}]/g, '')}\`` }];
  }
}

/**
 * Writes the reference as markdown.
 * @param {string} out folder of the pages, emptied first
 * @param {string} work folder for temporary files
 */
export async function writeReference(out, work) {
  await mkdir(work, { recursive: true });
  const tsconfig = join(work, 'tsconfig.json');
  const compilerOptions = {
    target: 'ES2022',
    module: 'NodeNext',
    moduleResolution: 'NodeNext',
    lib: ['ES2023', 'ESNext.Disposable', 'DOM', 'DOM.Iterable', 'DOM.AsyncIterable'],
    types: [],
    strict: true,
    noEmit: true,
  };
  await writeFile(tsconfig, JSON.stringify({ compilerOptions, include: [relative(work, types)] }));
  const app = await Application.bootstrapWithPlugins({
    plugin: ['typedoc-plugin-markdown', 'typedoc-plugin-missing-exports'],
    entryPoints: Object.keys(entries).map((name) => join(types, `${name}.d.ts`)),
    tsconfig,
    logLevel: 'Error',
    readme: 'none',
    name: 'API reference',
    disableSources: true,
    excludeExternals: true,
    placeInternalsInOwningModule: true,
    // Pages: one for each class, interface and function, and one with the types of an entry.
    outputFileStrategy: 'members',
    membersWithOwnFile: ['Class', 'Function', 'Interface'],
    entryFileName: 'index',
    modulesFileName: 'index',
    mergeReadme: false,
    hideBreadcrumbs: true,
    hidePageHeader: true,
    hideGroupHeadings: false,
    useCodeBlocks: true,
    sanitizeComments: true,
    preservedTypeAnnotationTags: ['@throws'],
    indexFormat: 'table',
    parametersFormat: 'table',
    propertiesFormat: 'table',
    interfacePropertiesFormat: 'table',
    classPropertiesFormat: 'table',
    typeAliasPropertiesFormat: 'table',
    typeDeclarationFormat: 'table',
    tableColumnSettings: {
      hideDefaults: true,
      hideInherited: true,
      hideModifiers: true,
      hideOverrides: true,
      hideSources: true,
    },
  });
  // Runs before TypeDoc groups declarations and resolves the class hierarchy.
  app.converter.on('resolveBegin', ({ project }) => withoutBases(project));
  const project = await app.convert();
  if (!project || app.logger.hasErrors()) throw new ToolError('TypeDoc could not read dist/types');
  nameErrors(project);
  for (const child of project.children ?? []) child.name = entries[child.name] ?? child.name;
  await rm(out, { recursive: true, force: true });
  app.options.setValue('out', out);
  await app.generateOutputs(project);
}
