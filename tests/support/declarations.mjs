// What the package's declarations export, as TypeScript sees them.
import { dirname } from 'node:path';
import ts from 'typescript';

/** @returns {{program: ts.Program, checker: ts.TypeChecker}} of one file of declarations */
export function openDeclarations(file) {
  const program = ts.createProgram([file], {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    strict: true,
    noEmit: true,
    types: [],
  });
  return { program, checker: program.getTypeChecker() };
}

/**
 * Everything that a caller can hover over and finds no text: exports, and the fields, options and
 * methods of these, as "Export.field".
 */
export function undocumented(file) {
  const { program, checker } = openDeclarations(file);
  const source = program.getSourceFile(file);
  // Entries share declarations.
  const isOurs = (declaration) =>
    dirname(declaration.getSourceFile().fileName) === dirname(source.fileName);
  const missing = new Set();
  const seen = new Set();
  let members = 0;
  const hasText = (symbol) =>
    ts.displayPartsToString(symbol.getDocumentationComment(checker)).trim() !== '';

  /** Type parameters, private members, and constructors that only the package can call. */
  const isHidden = (node) =>
    ts.isTypeParameterDeclaration(node) ||
    (node.name && ts.isPrivateIdentifier(node.name)) ||
    (ts.isConstructorDeclaration(node) &&
      (ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Private ||
        node.parameters[0]?.type?.getText() === 'Session'));

  const visitMember = (member, owner) => {
    const declarations = (member.declarations ?? []).filter(isOurs);
    if (declarations.length === 0) return;
    if (declarations.every(isHidden)) return;
    members++;
    if (!hasText(member)) missing.add(`${owner}.${declarations[0].name?.getText() ?? member.name}`);
    for (const declaration of declarations) visitNode(declaration, `${owner}.${member.name}`);
  };

  /** The types that a declaration names or writes out. */
  const visitNode = (node, owner) => {
    if (ts.isTypeLiteralNode(node)) {
      for (const member of checker.getTypeAtLocation(node).getProperties())
        visitMember(member, owner);
      return;
    }
    // A condition asks for a shape; nobody meets it.
    if (ts.isConditionalTypeNode(node)) {
      visitNode(node.trueType, owner);
      visitNode(node.falseType, owner);
      return;
    }
    if (ts.isIdentifier(node)) visitSymbol(checker.getSymbolAtLocation(node), false);
    ts.forEachChild(node, (child) => visitNode(child, owner));
  };

  const visitSymbol = (symbol, isExported) => {
    if (!symbol) return;
    if (symbol.flags & ts.SymbolFlags.Alias) symbol = checker.getAliasedSymbol(symbol);
    const declarations = (symbol.declarations ?? []).filter(isOurs);
    if (isExported && declarations.length > 0 && !hasText(symbol)) missing.add(symbol.name);
    if (seen.has(symbol)) return;
    seen.add(symbol);
    for (const declaration of declarations) {
      if (ts.isInterfaceDeclaration(declaration) || ts.isClassDeclaration(declaration)) {
        for (const member of symbol.members?.values() ?? []) visitMember(member, symbol.name);
        if (ts.isClassDeclaration(declaration)) {
          for (const member of symbol.exports?.values() ?? []) visitMember(member, symbol.name);
        }
        for (const clause of declaration.heritageClauses ?? []) visitNode(clause, symbol.name);
      } else if (
        ts.isTypeAliasDeclaration(declaration) ||
        ts.isFunctionDeclaration(declaration) ||
        ts.isVariableDeclaration(declaration)
      ) {
        ts.forEachChild(declaration, (child) => visitNode(child, symbol.name));
      }
    }
  };

  const exports = checker.getExportsOfModule(checker.getSymbolAtLocation(source));
  for (const symbol of exports) visitSymbol(symbol, true);
  return { exports: exports.length, members, missing: [...missing].sort() };
}
