import { setFlagsFromString } from 'node:v8'
import { expect, test } from 'vitest'
import { buildGraph } from '../../src/graph/build.ts'
import { interpretProgram } from '../../src/registration/program.ts'
import { projectIn } from '../helpers/project.ts'
import { withTree } from '../helpers/tree.ts'

// V8 of Node 20 gives an object a hidden class of its own where a new name follows a spread: `{ ...module, reaches }`.
test('what there is by the thousand has hidden classes in common', () => {
  // It does so once it has seen a few.
  const names = Array.from({ length: 40 }, (_, i) => `Model${i}`)
  const project = projectIn(withTree(Object.fromEntries([
    ['package.json', '{"dependencies":{"next":"16.0.0","mongoose":"9.0.0"}}'],
    ...names.map((name) => [`models/${name}.ts`, `import { Schema, model } from 'mongoose'\nexport default model('${name}', new Schema({ user: { type: Schema.Types.ObjectId, ref: 'Model0' }, tags: [String] }))`]),
    ...names.map((name) => [`app/${name}/route.ts`, `import ${name} from '../../models/${name}'\nexport const GET = async () => Response.json(await ${name}.find().populate('user'))`]),
  ])))
  const graph = buildGraph(project)
  const { interpreter, apps } = interpretProgram(project, graph)
  const modules = [...graph.modules.values()]
  const entries = apps.flatMap((app) => app.entries)
  const many: Readonly<Record<string, readonly object[]>> = {
    modules, facts: modules.map(({ facts }) => facts), bodies: modules.flatMap(({ file }) => graph.body(file) ?? []),
    demands: entries.flatMap(({ demands }) => demands), needs: entries.flatMap(({ demands }) => demands.map(({ need }) => need)),
    paths: interpreter.index.all().flatMap(({ schema }) => [...schema?.paths.values() ?? []].slice(0, 1)),
  }
  const sameClass = sharesClass()
  for (const [what, all] of Object.entries(many)) {
    expect(all.length, what).toBeGreaterThanOrEqual(names.length)
    const last = all.at(-1)
    expect(all.slice(-10).every((one) => sameClass(one, last)), what).toBe(true)
  }
})

function sharesClass(): (a: unknown, b: unknown) => boolean {
  setFlagsFromString('--allow-natives-syntax')
  const made: unknown = new Function('a', 'b', 'return %HaveSameMap(a, b)')
  setFlagsFromString('--no-allow-natives-syntax')
  return (a, b) => typeof made === 'function' && made(a, b) === true
}
