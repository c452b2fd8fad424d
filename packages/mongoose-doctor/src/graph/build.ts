/** Reads every file once and links imports to files. */
import { readBody } from '../facts/body.ts'
import type { BodyFacts, ModuleFacts } from '../facts/facts.ts'
import { readModule } from '../facts/module.ts'
import type { Problem, Project } from '../project/project.ts'
import type { Module, ModuleGraph, Target, Unresolved } from './graph.ts'
import { createInstalled } from './installed.ts'
import { reachingMongoose } from './reach.ts'
import { readSource } from './read.ts'
import { createResolver, type Resolve } from './resolve.ts'

/**
 * Every file of the project as a module, and those of installed packages that it reaches; what could not be read or parsed is in
 * `problems` and is a module with `facts.error`.
 */
export function buildGraph(project: Project, overlay?: ReadonlyMap<string, string>): ModuleGraph {
  const installed = createInstalled(project)
  const resolve = createResolver(project, installed)
  const problems: Problem[] = []
  const texts = new Map<string, string>()
  const bodies = new Map<string, BodyFacts | null>()
  const unresolved: Unresolved[] = []
  const linked = new Map<string, Omit<Module, 'reachesMongoose'>>()

  for (const file of project.files) {
    const instead = overlay?.get(file)
    const read = instead === undefined ? readSource(`${project.root}/${file}`) : { text: instead }
    let facts: ModuleFacts
    if ('text' in read) {
      texts.set(file, read.text)
      facts = readModule(file, read.text)
      if (facts.error !== null) problems.push({ file, at: facts.error.at, reason: `does not parse: ${facts.error.message}` })
    } else {
      facts = unread(file, read.reason)
      problems.push({ file, at: null, reason: read.reason })
    }
    linked.set(file, link(facts, resolve))
  }
  // Linking one may lead to the next.
  for (const { file, text, facts } of installed.sources) {
    texts.set(file, text)
    linked.set(file, link(facts, resolve))
  }
  installed.close()

  const reaching = reachingMongoose(linked)
  const modules = new Map<string, Module>()
  for (const [file, module] of linked) modules.set(file, { ...module, reachesMongoose: reaching.has(file) })
  for (const module of linked.values()) collectUnresolved(module, unresolved)

  return {
    root: project.root, modules, problems, unresolved, resolve,
    text: (file) => texts.get(file) ?? '',
    body(file) {
      const known = bodies.get(file)
      if (known !== undefined) return known
      const text = texts.get(file)
      let body: BodyFacts | null = null
      const facts = modules.get(file)?.facts
      if (text !== undefined && facts?.error === null) {
        try {
          body = readBody(file, text, facts.flawless)
          if (body === null) problems.push({ file, at: null, reason: 'not understood: nested too deeply' })
        } catch (error) {
          // A fault of ours: this file stays unknown, the others don't.
          problems.push({ file, at: null, reason: `not understood: ${String(error)}` })
        }
      }
      bodies.set(file, body)
      return body
    },
  }
}

function link(facts: ModuleFacts, resolve: Resolve): Omit<Module, 'reachesMongoose'> {
  const { file } = facts
  const target = (specifier: string): Target => resolve(file, specifier)
  return {
    file, facts,
    importTargets: facts.imports.map((fact) => target(fact.specifier)),
    exportTargets: facts.exports.map((fact) => (fact.kind === 'local' ? null : target(fact.specifier))),
    dynamicTargets: facts.dynamic.map((fact) => target(fact.specifier)),
  }
}

/** Stands in for a file without a text, so that whoever imports it meets the error. */
function unread(file: string, message: string): ModuleFacts {
  const typescript = /\.[cm]?tsx?$/.test(file)
  return { file, typescript, directives: [], imports: [], exports: [], dynamic: [], relevant: true, error: { message, at: 0 }, flawless: false }
}

function collectUnresolved(module: Omit<Module, 'reachesMongoose'>, into: Unresolved[]): void {
  const { file, facts, importTargets, exportTargets, dynamicTargets } = module
  const add = (target: Target | null | undefined, at: Unresolved['at']): void => {
    if (target?.kind !== 'unresolved') return
    into.push({ file, at: { start: at.start, end: at.end }, specifier: target.specifier, wrongCase: target.wrongCase })
  }
  facts.imports.forEach((fact, i) => { if (!fact.typeOnly) add(importTargets[i], fact) })
  facts.exports.forEach((fact, i) => { if (!fact.typeOnly) add(exportTargets[i], fact) })
  facts.dynamic.forEach((fact, i) => { add(dynamicTargets[i], fact) })
}
