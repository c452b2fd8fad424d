/** The words of a finding's path: one place for the page and for the pictures. */
import type { PathLink, PathStep, StepKind } from '../../kernel/report.ts'

interface LinkWords {
  readonly text: string
  readonly kind: 'whole' | 'broken' | 'unsure'
}

const links: Readonly<Record<PathLink, LinkWords>> = {
  imports: { text: 'imports', kind: 'whole' },
  indirectly: { text: 'imports, over more files', kind: 'whole' },
  with: { text: 'is evaluated with', kind: 'whole' },
  runs: { text: 'runs', kind: 'whole' },
  loads: { text: 'loads', kind: 'whole' },
  names: { text: 'looks up the name written in', kind: 'whole' },
  computed: { text: 'may load: the path is computed', kind: 'unsure' },
  absent: { text: 'nothing loads it before', kind: 'broken' },
  dropped: { text: 'the import is dropped', kind: 'broken' },
  late: { text: 'comes too late', kind: 'broken' },
  race: { text: 'nothing waits for it', kind: 'broken' },
  'some-paths': { text: 'on some paths only', kind: 'broken' },
  early: { text: 'is read before it is there', kind: 'broken' },
  nowhere: { text: 'no file defines it', kind: 'broken' },
  elsewhere: { text: 'it is on another connection', kind: 'broken' },
  'no-path': { text: 'its schema has no such path', kind: 'broken' },
}

export function linkWords(link: PathLink): LinkWords {
  return links[link]
}

const steps: Readonly<Record<StepKind, string>> = {
  entry: 'Entry',
  module: 'Module',
  import: 'Import that does not count',
  query: 'Needs the model',
  ref: 'Names the model',
  load: 'Registers it when it is run',
  model: 'Model',
}

export function stepWords({ kind }: PathStep, model: string): string {
  return kind === 'query' ? `Needs ${model}` : kind === 'model' ? `Model ${model}` : steps[kind]
}

export function stepPlace({ file, line }: PathStep): string | null {
  return file === null || line === null ? file : `${file}:${line}`
}
