/** A run that writes a report into a file: what is there afterwards is whole, the old one or the new one. */
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { replaceText } from '../../src/cache/replace.ts'
import { reportOf, type Turn } from './output-scene.ts'
import type { Victim } from './victim.ts'

const NAME = 'report.sarif'

/** @param child to be run with node */
export function outputVictim(child: string): Victim<string> {
  const reports: Readonly<Record<Turn, string>> = { old: reportOf('old'), new: reportOf('new') }
  /** Of the file that is being written. */
  const written = (root: string): number | null => {
    const name = readdirSync(root).find((each) => each.endsWith('.tmp'))
    return name === undefined ? null : statSync(join(root, name), { throwIfNoEntry: false })?.size ?? null
  }
  const turn = (root: string): Turn => {
    const text = readFileSync(join(root, NAME), 'utf8')
    if (text === reports.old) return 'old'
    if (text === reports.new) return 'new'
    throw new Error(`a report of ${text.length} characters is neither the old one nor the new one`)
  }
  return {
    name: 'output', signals: true, resumes: false, kills: 1,
    setup(root) {
      writeFileSync(join(root, NAME), reports.old)
      return root
    },
    command: (root) => [process.execPath, child, join(root, NAME)],
    reached: (root, mark) => (written(root) ?? -1) >= (mark === 'begun' ? 0 : reports.new.length / 2),
    atRest: (root) => `${turn(root)}${written(root) === null ? '' : ', and a part'}`,
    check(root, _, { killed, code, err }) {
      if (!killed && code !== 0) throw new Error(err)
      const reason = replaceText(join(root, NAME), reports.new)
      if (reason !== null || turn(root) !== 'new') throw new Error(`the next run could not write: ${String(reason)}`)
      return 'written'
    },
  }
}
