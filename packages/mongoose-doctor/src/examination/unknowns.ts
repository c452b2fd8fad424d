/** What could not be decided: files, values, loads. */
import type { Unknown } from '../kernel/report.ts'
import { isInstalled } from '../project/paths.ts'
import { leadsNowhere } from '../registration/unresolved.ts'
import type { RuleContext } from '../rules/context.ts'

/** Sorted by place; the same thing is said once. */
export function unknownsOf({ project, graph, program, position }: RuleContext): readonly Unknown[] {
  const all: Unknown[] = []
  for (const problem of [...project.problems, ...graph.problems]) {
    all.push({ file: problem.file, line: problem.at === null ? null : position(problem.file, problem.at).line, reason: problem.reason })
  }
  for (const { site, reason } of program.interpreter.unseen.values()) all.push({ file: site.file, line: position(site.file, site.start).line, reason })
  for (const file of program.interpreter.tooDeep) all.push({ file, line: null, reason: 'not followed to its end: nested too deeply' })
  for (const { site, what, files } of program.interpreter.computedLoads.values()) {
    if (files === null) all.push({ file: site.file, line: position(site.file, site.start).line, reason: `${what} of a path that is computed at run time` })
  }
  for (const { file, at, specifier, wrongCase } of program.apps.flatMap((app) => app.entries).flatMap((state) => state.closure.unresolved)) {
    all.push({ file, line: position(file, at.start).line, reason: leadsNowhere(specifier, wrongCase) })
  }
  if (program.interpreter.exhausted) all.push({ file: '.', line: null, reason: 'the project is larger than the limit of what is followed in one run; some of it was not examined' })
  // What an installed package does with itself is nobody's to mend here.
  const once = new Map(all.filter((u) => !isInstalled(u.file)).map((u) => [`${u.file}:${u.line}:${u.reason}`, u]))
  return [...once.values()].sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : (a.line ?? 0) - (b.line ?? 0)))
}
