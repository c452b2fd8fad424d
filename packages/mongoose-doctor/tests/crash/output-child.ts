/** The process that is killed: writes a report over the one that is there, as `--output` does. Argument: its file. */
import { writeSync } from 'node:fs'
import { replaceText } from '../../src/cache/replace.ts'
import { reportOf } from './output-scene.ts'

const text = reportOf('new')
writeSync(3, '.')
const reason = replaceText(process.argv[2] ?? '', text)
if (reason !== null) throw new Error(reason)
