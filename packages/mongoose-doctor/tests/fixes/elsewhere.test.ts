/** A run that was interrupted in one directory, and the next one in a folder above or below: half of a fix must not be reported on as if it were all. */
import { expect, test } from 'vitest'
import { loadEngine } from '../../src/cli/engine.ts'
import { examine } from '../../src/examine.ts'
import { nextApp } from '../fixtures/next/base.ts'
import { withTree } from '../helpers/tree.ts'

const journal = JSON.stringify({ version: 1, pid: 999_999_999, started: null, phase: 'replacing', steps: [] })
const inFolder = Object.fromEntries(Object.entries(nextApp()).map(([file, text]) => [`apps/web/${file}`, text]))

test('above it, the report says that it is not complete', async () => {
  const root = withTree({ ...inFolder, 'apps/web/.mongoose-doctor-journal.json': journal })
  expect(await (await loadEngine()).recover(root)).toBeNull()
  expect(examine(root).report.unknown).toContainEqual({
    file: 'apps/web/.mongoose-doctor-journal.json', line: null,
    reason: 'An earlier run that was writing in this folder was interrupted, and may have left half of its changes: run mongoose-doctor in it.',
  })
})

test('below it, the run is refused, and says where to run first', async () => {
  const root = withTree({ ...inFolder, '.mongoose-doctor-journal.json': journal })
  const { recover } = await loadEngine()
  await expect(recover(`${root}/apps/web`)).rejects.toThrow(`An earlier run that was writing in ${root} was interrupted, or still writes: run mongoose-doctor there first`)
  expect(await recover(root)).not.toBeNull()
  expect(await recover(`${root}/apps/web`)).toBeNull()
})
