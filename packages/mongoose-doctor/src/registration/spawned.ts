/** Files that the program itself starts: threads, child processes, jobs that a queue or a timer runs apart. */
import { posix } from 'node:path'
import type { Site } from '../kernel/place.ts'
import { single } from '../models/schema-definition.ts'
import type { Value } from '../models/value.ts'
import type { Activation } from './activation.ts'
import { absolute, isPlace, specifierOf } from './files/places.ts'
import { optionOf, textOf, textsOf } from './files/values.ts'

export interface Spawned {
  readonly file: string
  /** Exports that are called there; null: all of them. */
  readonly calls: readonly string[] | null
  /** Who starts it. */
  readonly by: Site
}

/** Notes what a call starts. */
export function noteSpawned(at: Activation, path: string, args: readonly Value[], site: Site): void {
  const [first, second] = args
  switch (path) {
    case 'node:worker_threads.Worker': case 'node:child_process.fork': note(at, textOf(at, first), [], site); return
    case 'node:child_process.spawn': case 'node:child_process.execFile':
      if (first?.kind === 'constant' ? first.value === 'node' : first?.kind === 'global' && first.path === 'process.execPath') note(at, itemsOf(at, second).find((word) => /\.[cm]?[jt]s$/.test(word)) ?? null, [], site)
      return
    case 'node:cluster.setupPrimary': case 'node:cluster.setupMaster': note(at, textOf(at, optionOf(at, first, 'exec')), [], site); return
    case 'bullmq.Worker': note(at, textOf(at, second), ['default'], site); return
    case 'node-cron.schedule': case 'node-cron.createTask': note(at, besideOrBelow(at, textOf(at, second)), ['task'], site); return
    case 'bree': case 'bree.default': noteBree(at, first, site); return
    case 'piscina': case 'piscina.Piscina': case 'tinypool': case 'tinypool.Tinypool': note(at, textOf(at, optionOf(at, first, 'filename')), null, site); return
    case 'workerpool.pool': note(at, textOf(at, first), [], site)
  }
}

/** `queue.process(path)` of bull. */
export function noteProcessor(at: Activation, name: string, args: readonly Value[], site: Site): void {
  const text = name === 'process' ? textOf(at, args.at(-1)) : null
  if (text !== null && isPlace(text)) note(at, text, ['default'], site)
}

function note(at: Activation, text: string | null, calls: Spawned['calls'], by: Site): void {
  if (text === null || text === '') return
  const { from, specifier } = specifierOf(at, absolute(at, text))
  const target = at.interpreter.graph.resolve(from, specifier)
  if (target.kind === 'file') at.interpreter.spawned.set(`${target.file}:${calls?.join(',') ?? '*'}:${by.file}`, { file: target.file, calls, by })
}

/** node-cron takes a relative path from the file that has it. */
function besideOrBelow(at: Activation, text: string | null): string | null {
  if (text === null || !text.startsWith('.')) return text
  return posix.join(posix.dirname(at.interpreter.folders.nameOf(at.file)), text)
}

/** Its jobs are files of a folder, `jobs` where nothing says otherwise. */
function noteBree(at: Activation, options: Value | undefined, site: Site): void {
  const root = absolute(at, textOf(at, optionOf(at, options, 'root')) ?? 'jobs')
  const jobs = optionOf(at, options, 'jobs')
  const list = jobs === undefined ? null : single(at.force(jobs))
  const items = list?.kind === 'object' ? (list.object.items ?? []) : []
  for (const item of items) {
    const path = textOf(at, optionOf(at, item, 'path'))
    const name = textOf(at, item) ?? textOf(at, optionOf(at, item, 'name'))
    if (path !== null || name !== null) note(at, path ?? `${root}/${withExtension(at, root, name ?? '')}`, [], site)
  }
}

function withExtension(at: Activation, root: string, name: string): string {
  const files = at.interpreter.folders.list(root) ?? []
  return files.find((file) => file.name === name || file.name.replace(/\.[cm]?[jt]s$/, '') === name)?.name ?? name
}

const itemsOf = (at: Activation, value: Value | undefined): readonly string[] => textsOf(at, value) ?? []
