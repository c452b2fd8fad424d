/** --format and --output: which format goes where. */
import { UsageError } from '../kernel/usage-error.ts'
import { formats, type Format } from '../reporters/formats.ts'
import { didYouMean } from '../kernel/suggest.ts'

/** A file that the report is written to, in a format of its own. */
export interface Output {
  readonly format: Format
  /** As written; relative to the current directory. */
  readonly file: string
}

const lists = ['pretty', 'json'] as const

/** @throws UsageError when there is no such format, or the command has only lists to print */
export function formatOf(written: string | null, command: string): Format {
  if (written === null) return 'pretty'
  const format = oneOf(written, 'format', formats)
  if (command !== 'check' && !lists.some((name) => name === format)) throw new UsageError(`${command} prints pretty or json; --format ${format} is for a report: mongoose-doctor check --format ${format}`)
  return format
}

/** `sarif=report.sarif`, any number of times. @throws UsageError with what to write instead */
export function outputsOf(written: readonly string[]): Output[] {
  const outputs = written.map((one): Output => {
    const at = one.indexOf('=')
    if (at === -1) throw new UsageError(`--output ${one} does not say in which format: --output <format>=<file>, as in --output sarif=report.sarif.`)
    const format = oneOf(one.slice(0, at), 'format', formats)
    const file = one.slice(at + 1)
    if (file === '') throw new UsageError(`--output ${one} does not say where to: --output ${format}=<file>.`)
    return { format, file }
  })
  const twice = outputs.find(({ file }, index) => outputs.findIndex((other) => other.file === file) !== index)
  if (twice !== undefined) throw new UsageError(`--output writes ${twice.file} twice; give each format a file of its own.`)
  return outputs
}

/** @param what a word for people. @throws UsageError when it is none of the names */
export function oneOf<const Name extends string>(written: string, what: string, names: readonly Name[]): Name {
  const found = names.find((name) => name === written)
  if (found !== undefined) return found
  throw new UsageError(`Unknown ${what} "${written}".${didYouMean(written, names)} There are ${names.slice(0, -1).join(', ')} and ${names.at(-1)}.`)
}
