/**
 * The process that is killed: what the command line does around a `--fix`, without the examination.
 * Arguments: the directory, the stage, and the files to change; the last one is made.
 */
import { readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { recover } from '../../src/fixes/writing/recover.ts'
import { writeFixes } from '../../src/fixes/writing/write.ts'
import { CREATED_TEXT, edited } from './write-scene.ts'

const [dir = '', stage, ...files] = process.argv.slice(2)
const say = (): void => { writeSync(3, '.') }

if (stage === 'resume') {
  say()
  recover(dir)
} else {
  recover(dir)
  const changes = files.map((file, at) => {
    if (at === files.length - 1) return { file, before: null, after: CREATED_TEXT }
    const before = readFileSync(join(dir, file), 'utf8')
    return { file, before, after: edited(before) }
  })
  say()
  writeFixes(dir, { files: changes, notFixed: [] })
  // So does the examination that follows a fix.
  recover(dir)
}
