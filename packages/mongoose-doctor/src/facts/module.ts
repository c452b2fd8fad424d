/** What one file imports and exports, from the parser's module record: no syntax tree is built. */
import type { ModuleFacts } from './facts.ts'
import { dynamicFacts } from './dynamic.ts'
import { exportFacts } from './exports.ts'
import { importFacts } from './imports.ts'
import { isTypeScript, parseRecord } from './parse.ts'
import { loadsComputed, loadsFiles, mentionsMongoose } from './prefilter.ts'
import { leadingDirectives } from './trivia.ts'

/**
 * Reads the module record of one file. Never throws: a file that does not parse has `error` set and no imports or exports.
 * Declaration files (.d.ts) are not meant to be given.
 */
export function readModule(file: string, text: string): ModuleFacts {
  const said = {
    file, typescript: isTypeScript(file), length: text.length,
    relevant: mentionsMongoose(text), mayLoad: loadsComputed(text), mayHaveActions: text.includes('use server'), mayDisable: text.includes('mongoose-doctor-disable'),
  }
  const { module: record, error, flawless, tree } = parseRecord(file, text)
  if (record === null || error !== null) {
    return { directives: [], imports: [], exports: [], dynamic: [], error, flawless: false, ...said }
  }
  const imports = importFacts(record, text, said.typescript, () => tree()?.program.body ?? [])
  return {
    directives: leadingDirectives(text),
    imports,
    exports: exportFacts(record, text),
    dynamic: dynamicFacts(record, text, imports),
    error: null, flawless,
    ...said,
    mayLoad: said.mayLoad || imports.some(({ specifier }) => loadsFiles(specifier)),
  }
}
