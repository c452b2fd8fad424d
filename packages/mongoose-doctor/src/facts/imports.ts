/** Import statements of one file, in the order of the text: the index of an ImportFact is the same for both readers. */
import type { EcmaScriptModule, Program, StaticImport } from 'oxc-parser'
import type { ImportFact, ImportedName } from './facts.ts'
import { owned } from './owned.ts'
import { skipTrivia } from './trivia.ts'

// The module record leaves these two out, so a text that may have one is looked up in the tree.
// Searched for by their first word, which is quicker than a word boundary; what matches too much is only looked up.
const IMPORT_EQUALS = /import\s+(?:type\s+)?[\w$]+\s*=/
const EMPTY_REEXPORT = /export\s*\{\s*\}\s*from\b/

/** The import statements; `statements` is called only for the rare text that may hold `import x = require()` or `export {} from`. */
export function importFacts(record: EcmaScriptModule, text: string, typescript: boolean, statements: () => Program['body']): ImportFact[] {
  const facts = record.staticImports.map((each) => fromRecord(each, text))
  if ((typescript && text.includes('require') && IMPORT_EQUALS.test(text)) || EMPTY_REEXPORT.test(text)) {
    // Not `push(...)`: a list of 100,000 arguments is more than the stack takes.
    for (const fact of fromTree(statements())) facts.push(fact)
    facts.sort((a, b) => a.start - b.start)
  }
  return facts
}

function fromRecord(statement: StaticImport, text: string): ImportFact {
  const { start, end, moduleRequest, entries } = statement
  const names: ImportedName[] = entries.map(({ importName, localName, isType }) => ({
    start: importName.start ?? localName.start,
    end: localName.end,
    imported: importName.kind === 'NamespaceObject' ? '*' : importName.kind === 'Default' ? 'default' : owned(importName.name ?? ''),
    local: owned(localName.value),
    typeOnly: isType,
  }))
  return {
    start, end, names,
    specifier: owned(moduleRequest.value),
    specifierSpan: { start: moduleRequest.start, end: moduleRequest.end },
    sideEffectOnly: names.length === 0 && skipTrivia(text, start + 'import'.length) === moduleRequest.start,
    typeOnly: isTypeStatement(text, start, names),
    importEquals: false,
  }
}

/** `import type …`, and not a default import that is named `type`. */
function isTypeStatement(text: string, start: number, names: readonly ImportedName[]): boolean {
  const word = skipTrivia(text, start + 'import'.length)
  if (!text.startsWith('type', word)) return false
  if (names.length > 0) return names.every((name) => name.typeOnly)
  return text[skipTrivia(text, word + 'type'.length)] === '{'
}

function fromTree(statements: Program['body']): ImportFact[] {
  const facts: ImportFact[] = []
  for (const statement of statements) {
    const node = statement.type === 'ExportNamedDeclaration' && statement.declaration !== null ? statement.declaration : statement
    if (node.type === 'TSImportEqualsDeclaration' && node.moduleReference.type === 'TSExternalModuleReference') {
      const source = node.moduleReference.expression
      // `export=` is a kind of its own: what `require` gives, neither default nor namespace.
      const { name: local, start, end } = node.id
      const name: ImportedName = { imported: '*', local, typeOnly: node.importKind === 'type', start, end }
      facts.push({
        start: node.start, end: node.end, specifier: owned(source.value), specifierSpan: { start: source.start, end: source.end },
        sideEffectOnly: false, typeOnly: name.typeOnly, importEquals: true, names: [name],
      })
    } else if (node.type === 'ExportNamedDeclaration' && node.source !== null && node.specifiers.length === 0) {
      facts.push({
        start: node.start, end: node.end, specifier: owned(node.source.value), specifierSpan: { start: node.source.start, end: node.source.end },
        sideEffectOnly: node.exportKind !== 'type', typeOnly: node.exportKind === 'type', importEquals: false, names: [],
      })
    }
  }
  return facts
}
