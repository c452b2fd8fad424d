/** Names that files use without an import, because a framework writes one: each becomes an import as if it were there. */
import { wholeModule } from '../facts/packed-module.ts'
import type { ImportFact } from '../facts/facts.ts'
import { basename, isBelow, parent } from '../project/paths.ts'
import type { AutoImports, Project } from '../project/project.ts'
import { exportedNames } from './exports.ts'
import type { Module, ModuleGraph } from './graph.ts'
import { reachingMongoose } from './reach.ts'

type Linked = Map<string, Omit<Module, 'reachesMongoose'>>

export interface Added {
  /** By file; positions are those where the name is first mentioned. */
  readonly imports: ReadonlyMap<string, readonly ImportFact[]>
  /** Every file whose text was searched. */
  readonly searched: ReadonlySet<string>
}

interface Source { readonly file: string; readonly imported: string }

const NOTHING: Added = { imports: new Map(), searched: new Set() }
const VIRTUAL = '#imports'

/**
 * Adds to `linked` the imports of all applications that have some. Whether a name that is mentioned is used at all, and not declared in the
 * file, is decided when its body is read.
 */
export function addAutoImports(project: Project, linked: Linked, text: (file: string) => string): Added {
  const imports = new Map<string, readonly ImportFact[]>()
  const searched = new Set<string>()
  for (const { autoImports } of project.apps) {
    if (autoImports === undefined) continue
    const sources = project.files.filter((file) => hasNames(autoImports, file))
    // A helper that uses a model without an import leads to it only once it has one.
    for (let grows = sources.length > 0; grows;) {
      const table = namesOf(sources, linked, reachingMongoose(linked))
      grows = addTo(filesWithin(project, autoImports, linked), table, linked, text, imports, searched)
    }
  }
  return searched.size === 0 ? NOTHING : { imports, searched }
}

function hasNames({ deep, flat }: AutoImports, file: string): boolean {
  if (deep.some((folder) => isBelow(file, folder))) return true
  const dir = parent(file) ?? ''
  return flat.includes(dir) || (basename(file).startsWith('index.') && flat.includes(parent(dir) ?? ''))
}

/** By name; of two files that export the same one, the last counts. */
function namesOf(sources: readonly string[], linked: Linked, reaching: ReadonlySet<string>): ReadonlyMap<string, Source> {
  const table = new Map<string, Source>()
  const graph: Pick<ModuleGraph, 'modules'> = { modules: new Map([...linked].map(([file, module]) => [file, { reachesMongoose: true, ...module }])) }
  for (const file of sources) {
    // Of a name that is taken twice the other one may be the one that is meant, and leads nowhere.
    const isRelevant = reaching.has(file)
    for (const name of exportedNames(graph, file).names) {
      const local = name === 'default' ? defaultName(file) : name
      if (isRelevant) table.set(local, { file, imported: name })
      else table.delete(local)
    }
  }
  return table
}

/** A default export is called as its file, an index as its folder; other signs than letters make the next letter a capital. */
function defaultName(file: string): string {
  const stem = basename(file).replace(/\.[^.]+$/, '')
  const name = stem === 'index' ? basename(parent(file) ?? '') : stem
  if (!/[-_.]/.test(name)) return name
  const [first = '', ...others] = name.split(/[-_.\s]+|(?<=[a-z\d])(?=[A-Z])/).filter((part) => part !== '')
  return first.toLowerCase() + others.map((part) => (part[0]?.toUpperCase() ?? '') + part.slice(1).toLowerCase()).join('')
}

/** The files below its folders, and all that they lead to. */
function filesWithin(project: Project, { within }: AutoImports, linked: Linked): ReadonlySet<string> {
  const files = new Set(project.files.filter((file) => within.some((folder) => isBelow(file, folder))))
  for (const file of files) {
    const module = linked.get(file)
    if (module === undefined) continue
    for (const target of [...module.importTargets, ...module.exportTargets, ...module.dynamicTargets]) {
      if (target?.kind === 'file' && !target.file.includes('node_modules/')) files.add(target.file)
    }
  }
  return files
}

/** @returns whether any file has got another import */
function addTo(
  files: ReadonlySet<string>, table: ReadonlyMap<string, Source>, linked: Linked, text: (file: string) => string,
  imports: Map<string, readonly ImportFact[]>, searched: Set<string>,
): boolean {
  let grew = false
  for (const file of files) {
    const module = linked.get(file)
    if (module === undefined || module.facts.error !== null) continue
    searched.add(file)
    const known = imports.get(file) ?? []
    const found = [...written(module, table), ...mentioned(module, text(file), table)]
      .filter(({ fact, source }) => source.file !== file && !known.some((each) => each.names[0]?.local === fact.names[0]?.local))
    if (found.length === 0) continue
    grew = true
    const facts = found.map(({ fact }) => fact)
    imports.set(file, [...known, ...facts])
    linked.set(file, {
      ...module, facts: { ...wholeModule(module.facts), imports: [...module.facts.imports, ...facts] },
      importTargets: [...module.importTargets, ...found.map(({ source }) => ({ kind: 'file' as const, file: source.file }))],
    })
  }
  return grew
}

interface Addition { readonly fact: ImportFact; readonly source: Source }

/** `import { Role } from '#imports'`. */
function written({ facts }: Pick<Module, 'facts'>, table: ReadonlyMap<string, Source>): readonly Addition[] {
  return facts.imports.flatMap((fact) => (fact.specifier !== VIRTUAL || fact.typeOnly || fact.automatic !== undefined ? [] : fact.names.flatMap((name): Addition[] => {
    const source = name.typeOnly ? undefined : table.get(name.imported)
    return source === undefined ? [] : [{ source, fact: { ...fact, names: [{ ...name, imported: source.imported }], automatic: 'written' } }]
  })))
}

const WORD = /[A-Za-z_$][\w$]*/g

function mentioned({ facts }: Pick<Module, 'facts'>, code: string, table: ReadonlyMap<string, Source>): readonly Addition[] {
  const found = new Map<string, Addition>()
  // What else it declares is known when its body is read.
  const own = new Set<string | null>(facts.exports.flatMap((fact) => (fact.kind === 'local' ? [fact.local] : [])))
  for (const { names } of facts.imports) for (const { local } of names) own.add(local)
  for (const match of table.size === 0 ? [] : code.matchAll(WORD)) {
    const [local] = match
    const source = table.get(local)
    if (source === undefined || found.has(local) || own.has(local)) continue
    const span = { start: match.index, end: match.index + local.length }
    const fact: ImportFact = {
      specifier: VIRTUAL, specifierSpan: span, sideEffectOnly: false, typeOnly: false, importEquals: false,
      names: [{ imported: source.imported, local, typeOnly: false, ...span }], automatic: 'unwritten', ...span,
    }
    found.set(local, { fact, source })
  }
  return [...found.values()]
}
