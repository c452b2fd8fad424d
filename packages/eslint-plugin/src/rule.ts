/** One rule of a linter for each of the engine's. They look at no syntax tree: what they report was found in the whole program. */
import type { Rule } from 'eslint'
import { ruleSummary, type RuleName, type TextEdit } from 'mongoose-doctor'
import { hasChoice } from './configs.ts'
import { noteTaker } from './linter.ts'
import type { Note } from './notes.ts'

const notesFor = noteTaker()

const choice: Rule.RuleMetaData['schema'] = [
  { type: 'object', additionalProperties: false, properties: { likely: { type: 'boolean', description: 'Report also what fails no run of mongoose-doctor: likely errors, and warnings.' } } },
]

/** @param name of the engine's rule */
export function findingRule(name: RuleName): Rule.RuleModule {
  return rule(name, ruleSummary(name), `rules/${name}.md`, hasChoice(name) ? choice : [], (note, [options]) => note.isProvedError || !hasChoice(name) || isTrue(options, 'likely'))
}

export const unknownRule: Rule.RuleModule = rule('unknown', 'Something here could not be decided from source: it may hide a finding, here or elsewhere.', 'eslint.md#unknown', [], () => true)

function rule(
  name: Note['about'], description: string, page: string, schema: Rule.RuleMetaData['schema'], isWanted: (note: Note, options: readonly unknown[]) => boolean,
): Rule.RuleModule {
  return {
    meta: {
      type: 'problem', fixable: 'code', hasSuggestions: true, schema,
      docs: { description, recommended: true, url: `https://github.com/mongoose-doctor/mongoose-doctor/blob/main/docs/${page}` },
    },
    create(context) {
      const notes = notesFor(context, name).filter((note) => note.about === name && isWanted(note, context.options))
      // Where nothing is to be said, oxlint need not hand over the tree.
      return notes.length === 0 ? {} : { Program: () => notes.forEach((note) => report(context, note)) }
    },
  }
}

function report(context: Rule.RuleContext, { message, start, end, fix, suggestions }: Note): void {
  const { sourceCode } = context
  context.report({
    message, loc: { start: sourceCode.getLocFromIndex(start), end: sourceCode.getLocFromIndex(end) },
    fix: fix === null ? null : fixOf(fix),
    suggest: suggestions.map(({ what, edits }) => ({ desc: what, fix: fixOf(edits) })),
  })
}

const fixOf = (edits: readonly TextEdit[]) => (fixer: Rule.RuleFixer): Rule.Fix[] => edits.map(({ start, end, text }) => fixer.replaceTextRange([start, end], text))

const isTrue = (options: unknown, name: string): boolean => typeof options === 'object' && options !== null && Object.entries(options).some(([key, value]) => key === name && value === true)
