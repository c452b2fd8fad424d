/** Which of several definitions of one name the report tells of. */
import { expect, test } from 'vitest'
import { examine } from '../../src/examine.ts'
import { nextApp } from '../fixtures/next/base.ts'
import { withTree } from '../helpers/tree.ts'

const logs = (paths: string): string => `const mongoose = require('mongoose')\nmongoose.model('Log', new mongoose.Schema({ ${paths} }))\n`

test('a process beside the application has one of its own, with less in it', () => {
  const root = withTree(nextApp({
    manifest: { scripts: { start: 'concurrently "next start" "node worker.js"' } },
    files: {
      'worker.js': logs('phone: String'),
      'models/nested/Log.ts': `import mongoose, { Schema } from 'mongoose'\nexport default mongoose.models.Log || mongoose.model('Log', new Schema({ shop: { type: Schema.Types.ObjectId, ref: 'Role' } }))\n`,
      'app/api/logs/route.ts': `import Log from '@/models/nested/Log'\nexport const GET = async () => Response.json(await Log.find())\n`,
    },
  }))
  const [row, ...more] = examine(root).report.models.filter(({ name }) => name === 'Log')
  expect(more).toEqual([])
  expect(row).toMatchObject({ file: 'models/nested/Log.ts', refs: [{ path: 'shop', model: 'Role' }], also: [{ file: 'worker.js' }] })
})

test('what only that process defines is told all the same', () => {
  const root = withTree(nextApp({ manifest: { scripts: { start: 'concurrently "next start" "node worker.js"' } }, files: { 'worker.js': logs('phone: String') } }))
  expect(examine(root).report.models.filter(({ name }) => name === 'Log')).toMatchObject([{ file: 'worker.js' }])
})
