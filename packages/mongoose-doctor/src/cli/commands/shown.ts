import { isAbsolute, relative, resolve, sep } from 'node:path'
import { openDisk } from '../../disk/disk.ts'
import { fails } from '../../kernel/fails.ts'
import type { Report, Sources } from '../../kernel/report.ts'
import { UsageError } from '../../kernel/usage-error.ts'
import { refuseTurnedOff } from '../../policy/settings.ts'
import { render, type Format } from '../../reporters/formats.ts'
import type { ReportOptions } from '../../reporters/options.ts'
import { checkFilters } from '../../selection/filters.ts'
import type { CheckRequest } from '../request.ts'
import type { Engine } from '../engine.ts'
import type { Outcome } from '../outcome.ts'
import type { Terminal } from '../terminal.ts'
import { viewFor, type View } from '../view.ts'
import { written } from '../written.ts'
import { textOptions } from './context.ts'

export interface Run {
  readonly request: CheckRequest
  readonly directory: string
  readonly terminal: Terminal
}

/** What of this report, and of those to come, is shown. @throws UsageError when a filter names what the project does not have, or the configuration is wrong */
export async function chosen({ request, directory, terminal }: Run, engine: Engine, report: Report, disk = openDisk(directory)): Promise<View> {
  checkFilters(report, request.filters)
  const view = await viewFor(request, disk, engine, terminal)
  refuseTurnedOff(view.settings, request.filters.rules)
  return view
}

/** Prints the report. */
export function show({ request, directory, terminal }: Run, { settings: { strict: { value: strict } } }: View, sources: Sources, report: Report): Outcome {
  const options: ReportOptions = { ...textOptions(request, terminal), prefix: prefixOf(request.format, directory, terminal), fails: (finding) => fails(finding, strict) }
  terminal.out(render(request.format, report, sources, options))
  return { kind: 'examined', report, strict }
}

/**
 * Writes the files of --output, each whole or not at all.
 * @throws UsageError naming those that were not written, once the others are
 */
export function save({ request, directory, terminal }: Run, { settings: { strict } }: View, sources: Sources, report: Report): void {
  const failed = request.outputs.flatMap(({ format, file }) => {
    const prefix = prefixOf(format, directory, terminal)
    const text = render(format, report, sources, { width: 80, color: false, prefix, fails: (finding) => fails(finding, strict.value) })
    const reason = written(resolve(terminal.cwd, file), text)
    return reason === null ? [] : [`${file} was not written: ${reason}`]
  })
  const [first, ...more] = failed
  if (first !== undefined) throw new UsageError(first, { details: more })
}

/**
 * Machines look a file up from the root of the repository, which the CI names (GITHUB_WORKSPACE, CI_PROJECT_DIR), or else from where the
 * command runs; an agent always from there.
 * @returns what is put before the names of a report: '' or a folder with a slash at its end
 */
function prefixOf(format: Format, directory: string, { cwd, env }: Terminal): string {
  const roots = format === 'agent' ? [cwd] : [env['GITHUB_WORKSPACE'], env['CI_PROJECT_DIR'], cwd]
  for (const root of roots) {
    if (root === undefined || root === '') continue
    const inside = relative(root, directory)
    if (inside === '') return ''
    if (!isAbsolute(inside) && inside !== '..' && !inside.startsWith(`..${sep}`)) return `${inside.split(sep).join('/')}/`
  }
  const outside = relative(cwd, directory)
  return format === 'agent' && !isAbsolute(outside) ? `${outside.split(sep).join('/')}/` : ''
}
