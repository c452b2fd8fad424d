/** Which modules can reach Mongoose, by any edge that might load a module. The others are never looked into. */
import type { Module } from './graph.ts'
import { valueTargets } from './loadable.ts'
import { append } from './multimap.ts'

type Linked = Omit<Module, 'reachesMongoose'>

const MONGOOSE = /(?:^|[@/])mongoose(?:$|[-/])|typegoose/

export function reachingMongoose(modules: ReadonlyMap<string, Linked>): ReadonlySet<string> {
  const importers = new Map<string, string[]>()
  const reached = new Set<string>()
  const mentioning: string[] = []
  for (const module of modules.values()) {
    const { file, facts } = module
    // What doesn't parse may be anything. A text that sounds like Mongoose matters to those who bring a model along, to nobody else.
    if (facts.error !== null) reached.add(file)
    if (facts.relevant) mentioning.push(file)
    // What it loads is seen only when it is followed.
    if (facts.mayLoad) reached.add(file)
    for (const target of valueTargets(module)) {
      if (target.kind === 'external' && MONGOOSE.test(target.name)) reached.add(file)
      else if (target.kind === 'file') append(importers, target.file, file)
      else if (target.kind === 'unresolved') {
        // What is not there may be anything, too.
        if (target.wrongCase === null) reached.add(file)
        else append(importers, target.wrongCase, file)
      }
    }
  }
  // A Set hands out what is added while it is iterated.
  for (const file of reached) for (const importer of importers.get(file) ?? []) reached.add(importer)
  for (const file of mentioning) reached.add(file)
  return reached
}
