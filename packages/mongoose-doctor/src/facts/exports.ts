/** Export statements of one file, from the module record. */
import type { EcmaScriptModule, StaticExportEntry } from 'oxc-parser'
import type { ExportFact } from './facts.ts'
import { owned } from './owned.ts'

/** One fact an exported name; `export * from` has one too. `export = x` and `module.exports` are only seen in the body. */
export function exportFacts(record: EcmaScriptModule, text: string): ExportFact[] {
  const facts: ExportFact[] = []
  for (const statement of record.staticExports) {
    for (const entry of statement.entries) facts.push(fact(entry, text))
  }
  return facts
}

function fact(entry: StaticExportEntry, text: string): ExportFact {
  const { start, end, moduleRequest, importName, exportName, localName } = entry
  const exported = exportName.kind === 'Default' ? 'default' : owned(exportName.name ?? '')
  const typeOnly = entry.isType && !isAbstractDefault(entry, text)
  if (moduleRequest === null) return { kind: 'local', start, end, exported, local: localName.name === null ? null : owned(localName.name), typeOnly }
  const specifier = owned(moduleRequest.value)
  if (importName.kind === 'AllButDefault') return { kind: 'star', start, end, specifier, typeOnly }
  return { kind: 'from', start, end, specifier, imported: importName.kind === 'All' ? '*' : owned(importName.name ?? ''), exported, typeOnly }
}

/** The record takes `export default abstract class` for a type; it is a value. */
function isAbstractDefault(entry: StaticExportEntry, text: string): boolean {
  return entry.exportName.kind === 'Default' && text.startsWith('abstract', entry.start)
}
