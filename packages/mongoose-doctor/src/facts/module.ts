/** What one file imports and exports, from the parser's module record: no syntax tree is built. */
import { bodyOf } from './body.ts'
import type { BodyFacts, ModuleFacts } from './facts.ts'
import { dynamicFacts } from './dynamic.ts'
import { exportFacts } from './exports.ts'
import { importFacts } from './imports.ts'
import { isTypeScript, parse } from './parse.ts'
import type { Parsed } from './parse.ts'
import { mentionsMongoose } from './prefilter.ts'
import { leadingDirectives } from './trivia.ts'

/**
 * Reads the module record of one file. Never throws: a file that does not parse has `error` set and no imports or exports.
 * Declaration files (.d.ts) are not meant to be given.
 */
export function readModule(file: string, text: string): ModuleFacts {
  return moduleOf(file, text, mentionsMongoose(text), parse(file, text, 'js'))
}

/** The module record and, for a file that mentions Mongoose, its body from the same parse: it is asked for in any case. */
export function readFile(file: string, text: string): { readonly module: ModuleFacts; readonly body: BodyFacts | null | undefined } {
  if (!mentionsMongoose(text)) return { module: moduleOf(file, text, false, parse(file, text, 'js')), body: undefined }
  const parsed = parse(file, text, isTypeScript(file) ? 'ts' : 'js')
  const module = moduleOf(file, text, true, parsed)
  return { module, body: module.error === null ? bodyOf(file, text, parsed) : null }
}

function moduleOf(file: string, text: string, relevant: boolean, { result, error }: Parsed): ModuleFacts {
  const typescript = isTypeScript(file)
  if (result === null || error !== null) {
    return { file, typescript, directives: [], imports: [], exports: [], dynamic: [], relevant, error }
  }
  const record = result.module
  const imports = importFacts(record, text, typescript, () => result.program)
  return {
    file, typescript, relevant, error: null,
    directives: leadingDirectives(text),
    imports,
    exports: exportFacts(record, text),
    dynamic: dynamicFacts(record, text, imports),
  }
}
