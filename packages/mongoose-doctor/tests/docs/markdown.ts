/** The documents of this repository, and what they show. */
import { readFileSync, readdirSync } from 'node:fs'
import { join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'

export const root = fileURLToPath(new URL('../../../../', import.meta.url))

const folder = (path: string): readonly string[] =>
  readdirSync(join(root, path), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.md')).map((file) => `${path}/${file.split(sep).join('/')}`)

/** Every document that is there for a reader, relative to the root. Without those of examples that have tests of their own. */
export const documents: readonly string[] = ['README.md', 'CONTRIBUTING.md', 'packages/mongoose-doctor/README.md', 'packages/runtime/README.md', 'examples/clinic-before/README.md', 'examples/clinic/README.md', ...folder('docs').filter((file) => !file.includes('node_modules'))].sort()

export const textOf = (document: string): string => readFileSync(join(root, document), 'utf8')

export interface Block {
  /** Empty where the fence names none. */
  readonly language: string
  /** From `file=`: the name that the example gives it. */
  readonly file: string | null
  readonly text: string
  /** What an HTML comment directly above it says. */
  readonly comment: string | null
}

/** The fenced blocks of a document. */
export function blocksOf(document: string): readonly Block[] {
  const found = textOf(document).matchAll(/(?:^<!-- (.*) -->\n)?^( {0,3})```(\w*)(?: file=(\S+))?\n([^]*?)^\2```$/gm)
  return [...found].map(([, comment = null, , language = '', file = null, text = '']) => ({ language, file, text, comment }))
}

/** What a reader would type, or a CI would run: lines of sh blocks without their comments, and the commands of YAML and of a Jenkinsfile. */
export function commandsOf(document: string): readonly string[] {
  return blocksOf(document).flatMap(({ language, text }) => {
    if (language === 'sh' || language === 'bash') return text.split('\n').map((line) => line.replace(/(?:^|\s)#(?!!).*$/, '').trim()).filter((line) => line !== '')
    if (language === 'groovy') return [...text.matchAll(/\bsh '([^']+)'/g)].map(([, command = '']) => command)
    return language === 'yaml' ? commandsIn(parse(text)) : []
  })
}

/** Values of `run`, `entry` and `script`, wherever they stand. */
function commandsIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    if (!['run', 'entry', 'script'].includes(key)) return commandsIn(inner)
    return (Array.isArray(inner) ? inner : [inner]).filter((one) => typeof one === 'string').flatMap((one) => one.trim().split('\n'))
  })
}
