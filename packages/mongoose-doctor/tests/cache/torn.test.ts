/** A file that is changed while the project is examined: what was read of it later is not the code of what was read first. */
import { writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { reexamine } from '../../src/reexamine.ts'
import { withTree } from '../helpers/tree.ts'
import { again, app, cacheIn, later } from './app.ts'

test('nothing of the later text is kept for the first one', async () => {
  // Its text mentions nothing of Mongoose, so it is let go, and read again when the code is followed.
  const hidden = `import { all } from './users'\nexport const load = () => all()\n`
  const root = withTree({ ...app, 'lib/load.ts': hidden, 'app/users/page.tsx': `import { load } from '@/lib/load'\nexport default async () => { await load(); return null }\n` })
  const from = cacheIn()
  const { report } = await reexamine(root, from, { ...later, progress: ({ what }) => { if (what === 'following the code') writeFileSync(`${root}/lib/load.ts`, '') } })
  expect(report.unknown.map(({ file, reason }) => `${file}: ${reason}`)).toEqual(['lib/load.ts: not read: it changed while the project was examined'])
  writeFileSync(`${root}/lib/load.ts`, hidden)
  // As it was when it was read first.
  expect(await again(root, from)).toMatchObject({ right: true })
})
