import type { Finding } from '../kernel/report.ts'
import { findExport } from '../graph/exports.ts'
import type { RuleContext } from './context.ts'
import { pathTo, goOn } from './path.ts'
import { findingAt, reason } from './place.ts'

/** In a circle of imports one file runs before what it imports: a model that it reads at its top level is undefined there. */
export function circularModelImports(context: RuleContext): readonly Finding[] {
  const { interpreter } = context.program
  const found = new Map<string, { finding: Omit<Parameters<typeof findingAt>[1], 'entries'>; entries: string[] }>()
  for (const app of context.program.apps) {
    for (const state of app.entries) {
      const order = new Map(state.closure.evaluation.modules.map((file, i) => [file, i]))
      for (const [file, i] of order) {
        for (const [binding, { span, statement, imported }] of interpreter.topReads.get(file) ?? []) {
          const target = context.graph.modules.get(file)?.importTargets[statement]
          if (target?.kind !== 'file' || imported === '*') continue
          const home = definingFile(context, target.file, imported)
          const later = order.get(home)
          if (later === undefined || later <= i) continue
          const value = interpreter.modules.importedValue(file, binding)
          const model = (value.kind === 'union' ? value.options : [value]).find((o) => o.kind === 'model')
          if (model?.kind !== 'model') continue
          const key = `${file}@${span.start}`
          const known = found.get(key) ?? {
            entries: [], finding: {
              rule: 'circular-model-import', severity: 'error', confidence: 'likely', model: model.model.name, site: { file, ...span },
              message: `${file} and ${home} import each other: "${model.model.name}" is not there yet when this line runs.`,
              because: [
                reason(context, { file, ...span }, `This line reads "${model.model.name}" while the file is evaluated.`),
                { file: home, line: 1, text: 'It is defined here, in a file that is evaluated later because it is part of the same circle.' },
              ],
              path: goOn(pathTo(context, app, state, 'query', { file, ...span }), 'early', { kind: 'model', file: home, line: null, link: null }),
              help: `Refer to it by name (ref: '${model.model.name}'), or in a function (ref: () => ${model.model.name}).`, fixable: false,
            },
          }
          known.entries.push(state.entry.file)
          found.set(key, known)
        }
      }
    }
  }
  return [...found.values()].map(({ finding, entries }) => findingAt(context, { ...finding, entries }))
}

function definingFile(context: RuleContext, file: string, name: string): string {
  const found = findExport(context.graph, file, name)
  return found !== null && 'file' in found ? found.file : file
}
