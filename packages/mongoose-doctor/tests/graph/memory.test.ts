/** Of a large project lowered code is let go, and made again or unpacked when it is asked for; nothing else is different then. */
import { expect, test } from 'vitest'
import { buildGraph } from '../../src/graph/build.ts'
import { createPacker } from '../../src/facts/packed.ts'
import { interpretProgram } from '../../src/registration/program.ts'
import { namesOf } from '../../src/registration/verdict.ts'
import { app } from '../cache/app.ts'
import { projectIn } from '../helpers/project.ts'
import { withTree } from '../helpers/tree.ts'

/** Only inside of a function is it said what is used of a namespace. */
const spaces = {
  ...app,
  'package.json': { ...app['package.json'], sideEffects: false },
  'lib/roles.ts': `import Role from '@/models/Role'\nexport const roles = () => Role.find()\n`,
  'app/users/page.tsx': `import * as users from '@/lib/users'\nimport * as roles from '@/lib/roles'\nexport default async function Page(names = roles.roles) { await users.all(); await names(); return null }\n`,
}

test.each([['', app, ['User']], [', with namespaces', spaces, ['Role', 'User']]])('made again, as bytes, or as they are%s', (_, files, registered) => {
  const project = projectIn(withTree(files))
  const little = { compact: true, mostLowered: 0 }
  const [again, large, small] = [little, { ...little, packer: createPacker() }, {}].map((options) => {
    const graph = buildGraph(project, options)
    const { apps } = interpretProgram(project, graph)
    const entries = apps.flatMap(({ entries: all }) => all.map(({ entry, must, demands }) => ({ file: entry.file, must: namesOf(must), demands: demands.map(({ token }) => token) })))
    const known = [...graph.modules.keys()].filter((file) => graph.known(file) !== undefined)
    return { entries, texts: [...graph.modules.keys()].map((file) => graph.text(file)), known: known.length, packed: known.filter((file) => graph.known(file)?.bytes !== null).length }
  })
  expect({ ...large, packed: 0 }).toEqual(small)
  // The last one is always there.
  expect({ ...again, known: small?.known }).toEqual(small)
  expect(again?.known).toBe(1)
  expect(large?.packed).toBeGreaterThan(1)
  expect(large?.entries).toEqual([{ file: 'app/users/page.tsx', must: registered, demands: expect.arrayContaining(['model:default:Role']) }])
})
