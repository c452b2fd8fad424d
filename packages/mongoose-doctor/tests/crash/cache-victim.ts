/** A run that writes its cache: what is there afterwards is whole, the old one or the new one. */
import { copyFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { openCache, saveCache, type ToCache } from '../../src/cache/cache.ts'
import { readModule } from '../../src/facts/module.ts'
import { createPacker } from '../../src/facts/packed.ts'
import { clean } from '../reporters/sample.ts'
import { again, turnOf } from './cache-scene.ts'
import type { Victim } from './victim.ts'

const NAME = 'cache.bin'
/** Some megabytes together, so that writing them takes its time. */
const FILES = 300

/** The cache that all rounds begin with. */
function first(): ToCache {
  const packer = createPacker()
  const facts = Array.from({ length: FILES }, (_, at) => {
    const module = packer.module(readModule(`lib/file${at}.ts`, `import './other${at}'`))
    if (module === null) throw new Error('not packed')
    return { file: `lib/file${at}.ts`, hash: String(at).repeat(10), module, body: () => Buffer.alloc(20_000, at), looked: at % 2 === 0 }
  })
  return { root: '/app', trace: { since: 1, answers: new Map([['llib', { text: 'x', stamp: null }]]) }, report: { ...clean, stats: { ...clean.stats, files: 1 } }, facts, shapes: () => packer.shapes }
}

/** @param child to be run with node. @param dir for the cache that all rounds begin with */
export function cacheVictim(child: string, dir: string): Victim<string> {
  const template = { file: join(dir, 'template.bin'), handedOn: true }
  saveCache(template, first())
  const { size } = statSync(template.file)
  /** Of the file that is being written. */
  const written = (root: string): number | null => {
    const name = readdirSync(root).find((each) => each.endsWith('.tmp'))
    return name === undefined ? null : statSync(join(root, name), { throwIfNoEntry: false })?.size ?? null
  }
  const turn = (root: string): number => {
    const cache = openCache({ file: join(root, NAME), handedOn: true })
    if (cache === null) throw new Error('there is no cache any more')
    // All of it is read.
    if (again(cache).facts.length !== FILES) throw new Error('files are lost')
    cache.close()
    return turnOf(cache)
  }
  const words = ['old', 'new', 'newer']
  return {
    name: 'cache', signals: true, resumes: true, kills: 1,
    setup(root) {
      copyFileSync(template.file, join(root, NAME))
      return root
    },
    command: (root) => [process.execPath, child, join(root, NAME)],
    reached: (root, mark) => (written(root) ?? -1) >= (mark === 'begun' ? 0 : size / 2),
    atRest: (root) => `${words[Math.min(2, turn(root) - 1)] ?? '?'}${written(root) === null ? '' : ', and a part'}`,
    check(root, _, { killed, code, err }) {
      if (!killed && code !== 0) throw new Error(err)
      const before = turn(root)
      const cache = openCache({ file: join(root, NAME), handedOn: true })
      if (cache === null) throw new Error('there is no cache')
      saveCache({ file: join(root, NAME), handedOn: true }, again(cache))
      cache.close()
      if (turn(root) !== before + 1) throw new Error('the next run could not write')
      return 'written'
    },
  }
}
