/** The whole file, lowered to the IR. */
import type * as ast from 'oxc-parser'
import type { BodyFacts, ImportBinding, ImportFact, StatementLiveness } from './facts.ts'
import { disableComments, pureCalls } from './comments.ts'
import { DEFAULT_NAME, declareLexical, hoistVars } from './hoist.ts'
import { importFacts } from './imports.ts'
import type { BindingId, Stmt } from './ir.ts'
import { hasEffect, isBareMention } from './liveness.ts'
import { owned } from './owned.ts'
import { isTypeScript, parse } from './parse.ts'
import { type Context, createContext, declare, settleCounts } from './scopes.ts'
import { declarator, lower } from './statements.ts'

/**
 * Parses and lowers one file. Null when it does not parse or is nested too deeply; never throws.
 * @param flawless as the module's facts say
 * @param automatic imports that a framework adds, where the file has no other meaning for their names
 */
export function readBody(file: string, text: string, flawless = false, automatic: readonly ImportFact[] = []): BodyFacts | null {
  const { result, error } = parse(file, text, isTypeScript(file) ? 'ts' : 'js', flawless)
  if (result === null || error !== null) return null
  try {
    return lowerProgram(file, text, result, importFacts(result.module, text, isTypeScript(file), () => result.program.body), automatic)
  } catch (reason) {
    // The stack ran out on deep nesting that the parser itself could take.
    if (reason instanceof RangeError) return null
    throw reason
  }
}

function lowerProgram(file: string, text: string, parsed: ast.ParseResult, facts: readonly ImportFact[], automatic: readonly ImportFact[]): BodyFacts {
  const nodes = parsed.program.body
  const ctx = createContext(text)
  hoistVars(ctx, nodes)
  declareLexical(ctx, nodes)
  const taken = automatic.filter((fact) => fact.automatic === 'unwritten' && fact.names.some(({ local }) => ctx.module.own(local) !== undefined))
  for (const { names } of automatic) for (const { local, start } of names) declare(ctx, local, 'import', start)

  const top = topLevel(ctx, nodes)
  const exported = exportLists(ctx, nodes)
  settleCounts(ctx)
  const purity = { classes: ctx.classes, functions: ctx.functions, pure: pureCalls(parsed.comments, text) }
  return {
    file, bindings: ctx.bindings, functions: ctx.functions, classes: ctx.classes,
    body: top.map((each) => each.stmt),
    liveness: top.map(({ stmt, declares, mentions }): StatementLiveness => ({ declares, mentions, effect: hasEffect(purity, stmt), bare: isBareMention(stmt) })),
    imports: importBindings(ctx, nodes, [...facts, ...automatic], exported.uses, taken),
    exports: exported.exports,
    inlineActions: ctx.inlineActions,
    comments: disableComments(parsed.comments),
  }
}

interface Top { readonly stmt: Stmt; readonly declares: readonly BindingId[]; readonly mentions: readonly BindingId[] }
type Node = ast.Statement | ast.Directive

/** Lowers the module's statements one at a time, so that each knows what it declares and mentions. */
function topLevel(ctx: Context, nodes: readonly Node[]): Top[] {
  const functions: Top[] = []
  const others: Top[] = []
  const take = (run: (out: Stmt[]) => void): void => {
    ctx.declares = new Set()
    ctx.mentions = new Set()
    const out: Stmt[] = []
    run(out)
    for (const stmt of out) {
      const top = { stmt, declares: [...ctx.declares], mentions: [...ctx.mentions] }
      if (stmt.kind === 'declareFunction') functions.push(top)
      else others.push(top)
    }
  }
  for (const node of nodes) {
    const inner = node.type === 'ExportNamedDeclaration' && node.declaration !== null ? node.declaration : node
    if (inner.type === 'VariableDeclaration' && inner.declare !== true) {
      for (const each of inner.declarations) take((out) => out.push(declarator(ctx, inner, each)))
    } else take((out) => lower(ctx, inner, out))
  }
  return [...functions, ...others]
}

/** Exported names and their bindings, and how often each binding stands in an `export { … }` list. */
function exportLists(ctx: Context, nodes: readonly Node[]): { exports: BodyFacts['exports']; uses: ReadonlyMap<BindingId, number> } {
  const exports: { exported: string; binding: BindingId }[] = []
  const uses = new Map<BindingId, number>()
  const add = (exported: string, local: string): void => {
    const binding = ctx.module.own(local)
    if (binding !== undefined) exports.push({ exported: owned(exported), binding })
  }
  for (const node of nodes) {
    if (node.type === 'ExportDefaultDeclaration') {
      const { declaration } = node
      const named = declaration.type === 'FunctionDeclaration' || declaration.type === 'ClassDeclaration' ? declaration.id?.name : undefined
      if (declaration.type !== 'TSInterfaceDeclaration' && declaration.type !== 'TSDeclareFunction') add('default', named ?? DEFAULT_NAME)
    } else if (node.type === 'ExportNamedDeclaration' && node.source === null && node.exportKind !== 'type') {
      if (node.declaration !== null) for (const name of declaredNames(node.declaration)) add(name, name)
      for (const each of node.specifiers) {
        if (each.exportKind === 'type') continue
        const local = moduleName(each.local)
        add(moduleName(each.exported), local)
        const binding = ctx.module.own(local)
        if (binding !== undefined) uses.set(binding, (uses.get(binding) ?? 0) + 1)
      }
    }
  }
  return { exports, uses }
}

function moduleName(node: ast.ModuleExportName): string {
  return node.type === 'Literal' ? node.value : node.name
}

function declaredNames(node: ast.Declaration): string[] {
  switch (node.type) {
    case 'VariableDeclaration':
      return node.declare === true ? [] : node.declarations.flatMap((each) => patternNames(each.id))
    case 'TSModuleDeclaration':
    case 'TSEnumDeclaration':
    case 'TSImportEqualsDeclaration':
      return node.id.type === 'Identifier' ? [node.id.name] : []
    case 'FunctionDeclaration':
    case 'ClassDeclaration':
      return node.id === null ? [] : [node.id.name]
  }
  return []
}

function patternNames(node: ast.BindingPattern | ast.BindingRestElement): string[] {
  switch (node.type) {
    case 'Identifier':
      return [node.name]
    case 'AssignmentPattern':
      return patternNames(node.left)
    case 'RestElement':
      return patternNames(node.argument)
    case 'ArrayPattern':
      return node.elements.flatMap((each) => (each === null ? [] : patternNames(each)))
    case 'ObjectPattern':
      return node.properties.flatMap((each) => patternNames(each.type === 'Property' ? each.value : each))
  }
}

/** Import bindings, tied to the ImportFact of the statement that makes them. */
function importBindings(
  ctx: Context, nodes: readonly Node[], facts: readonly ImportFact[], listed: ReadonlyMap<BindingId, number>, taken: readonly ImportFact[],
): ImportBinding[] {
  const found: ImportBinding[] = []
  const exported = exportedImports(nodes)
  facts.forEach((fact, statement) => {
    if (taken.includes(fact)) return
    for (const { imported, local } of fact.names) {
      const binding = ctx.module.own(local)
      if (binding === undefined || ctx.bindings[binding]?.kind !== 'import') continue
      const exportUses = listed.get(binding) ?? 0
      const valueUses = (ctx.uses[binding] ?? 0) + exportUses + (fact.importEquals && exported.has(local) ? 1 : 0)
      found.push({ binding, statement, imported, valueUses, exportUses, described: ctx.described.has(binding) })
    }
  })
  return found
}

/** `export import R = require('x')` is used by being exported. */
function exportedImports(nodes: readonly Node[]): ReadonlySet<string> {
  return new Set(nodes.flatMap((node) => (node.type === 'ExportNamedDeclaration' && node.declaration?.type === 'TSImportEqualsDeclaration' ? [node.declaration.id.name] : [])))
}
