/** The process that is killed: reads the cache that is there and writes it anew, as a run does after a change. Argument: its file. */
import { writeSync } from 'node:fs'
import { openCache, saveCache } from '../../src/cache/cache.ts'
import { again } from './cache-scene.ts'

const place = { file: process.argv[2] ?? '', handedOn: true }
const last = openCache(place)
if (last === null) throw new Error('no cache')
const next = again(last)
writeSync(3, '.')
saveCache(place, next)
last.close()
