import { describe, expect, test } from 'vitest'
import type { ModelReport, Report } from '../../../src/kernel/report.ts'
import { modelsPicture } from '../../../src/reporters/picture/models-picture.ts'
import { pathPicture } from '../../../src/reporters/picture/path-picture.ts'
import type { Picture } from '../../../src/reporters/picture/picture.ts'
import { lateRole, sample } from '../sample.ts'

const model = (name: string, refs: readonly string[] = [], file = `models/${name}.ts`): ModelReport => ({ name, file, line: 1, refs: refs.map((to) => ({ path: to.toLowerCase(), model: to })) })
const report = (...models: ModelReport[]): Report => ({ ...sample, models, apps: [], findings: [] })

/** "User -role→ Role" for each arrow. */
function arrowsOf({ parts }: Picture): string[] {
  const names = new Map(parts.flatMap(({ boxes }) => boxes.map(({ id, name }) => [id, name])))
  return parts.flatMap(({ arrows }) => arrows.map(({ from, to, label, kind }) => `${names.get(from)} -${label}→ ${names.get(to)}${kind === 'whole' ? '' : ` (${kind})`}`))
}
const boxesOf = ({ parts }: Picture): string[] => parts.flatMap(({ boxes }) => boxes.map(({ name, place, notes, wrong }) => [name, place, ...notes, wrong].filter((part) => part !== null).join('; ')))

describe('models', () => {
  test('a box for each, an arrow for each ref, and where it is missing', () => {
    const picture = modelsPicture(sample)
    expect(boxesOf(picture)).toEqual(['Role; models/Role.ts:10; missing in 1 entry', 'User; models/User.ts:15'])
    expect(arrowsOf(picture)).toEqual(['User -role→ Role'])
  })

  test('several refs to one model are one arrow; one to itself is told, not drawn', () => {
    const [parent, creator] = [{ path: 'parent', model: 'A' }, { path: 'by', model: 'B' }]
    const picture = modelsPicture(report({ ...model('A'), refs: [parent, creator, { path: 'editedBy', model: 'B' }] }, model('B')))
    expect(arrowsOf(picture)).toEqual(['A -by, editedBy→ B'])
    expect(picture.parts[0]?.boxes[0]?.rows).toEqual([{ text: 'parent', target: 'A', isDrawn: false }, { text: 'by, editedBy', target: 'B', isDrawn: true }])
  })

  test('what more than six refer to is told in their boxes', () => {
    const many = Array.from({ length: 7 }, (_, i) => model(`M${i}`, ['User']))
    const picture = modelsPicture(report(...many, model('User')))
    expect(arrowsOf(picture)).toEqual([])
    expect(boxesOf(picture)[0]).toBe('User; models/User.ts:1; referred to by 7 models')
    expect(arrowsOf(modelsPicture(report(...many.slice(1), model('User'))))).toHaveLength(6)
  })

  test('a name that no file defines, and one that is not part of this report', () => {
    const models = report(model('A', ['Gone', 'Elsewhere']))
    const picture = modelsPicture({ ...models, findings: [{ ...lateRole, rule: 'unknown-ref', model: 'Gone' }] })
    expect(boxesOf(picture).slice(1)).toEqual(['Gone; no file defines it', 'Elsewhere; not part of this report'])
    expect(arrowsOf(picture)).toEqual(['A -gone→ Gone (broken)', 'A -elsewhere→ Elsewhere (unsure)'])
  })

  test('of two models of one name the nearer is meant', () => {
    const picture = modelsPicture(report(
      model('Role', [], 'apps/a/models/Role.ts'), model('Role', [], 'apps/b/models/Role.ts'), model('User', ['Role'], 'apps/a/models/User.ts'), model('User', ['Role'], 'apps/b/models/User.ts'),
    ))
    const { boxes, arrows } = picture.parts[0] ?? { boxes: [], arrows: [] }
    const place = (id: string): string | null => boxes.find((box) => box.id === id)?.place ?? null
    expect(arrows.map(({ from, to }) => [place(from), place(to)])).toEqual([['apps/a/models/User.ts:1', 'apps/a/models/Role.ts:1'], ['apps/b/models/User.ts:1', 'apps/b/models/Role.ts:1']])
  })

  test('only one, with its neighbours', () => {
    const models = report(model('A', ['B']), model('B', ['C']), model('C', ['D']), model('D'))
    expect(arrowsOf(modelsPicture(models, ['B']))).toEqual(['A -b→ B', 'B -c→ C'])
    expect(arrowsOf(modelsPicture(models, ['D']))).toEqual(['C -d→ D'])
  })

  test('a box has sixteen rows at most', () => {
    const picture = modelsPicture(report(model('A', Array.from({ length: 20 }, (_, i) => `M${i}`)), ...Array.from({ length: 20 }, (_, i) => model(`M${i}`))))
    expect(picture.parts[0]?.boxes[0]?.rows.at(-1)).toEqual({ text: 'and 4 more refs', target: null, isDrawn: false })
    expect(arrowsOf(picture)).toHaveLength(16)
  })
})

test('the path of a finding: from its entry to the model, and where it breaks', () => {
  const picture = pathPicture([lateRole, { ...lateRole, path: [] }], sample)
  expect(picture.parts.map(({ title }) => title)).toEqual([`late-registration: ${lateRole.message}`])
  expect(boxesOf(picture)).toEqual(['Entry; app/actions/auth.ts; server-action', 'Needs Role; app/actions/auth.ts:7', 'Registers it when it is run; app/actions/auth.ts:8', 'Model Role; models/Role.ts:10; '])
  expect(arrowsOf(picture)).toEqual(['Entry -runs→ Needs Role', 'Needs Role -comes too late→ Registers it when it is run (broken)', 'Registers it when it is run -loads→ Model Role'])
})

test('a path that holds has nothing wrong', () => {
  const path = [{ kind: 'entry', file: 'a.ts', line: 1, link: 'loads' }, { kind: 'model', file: 'b.ts', line: 2, link: null }] as const
  expect(pathPicture([{ ...lateRole, path }], sample).parts[0]?.boxes.map(({ wrong }) => wrong)).toEqual([null, null])
})
