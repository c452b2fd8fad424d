/** A small tree of all kinds of files, and the same with every one of them changed. */
import { chmodSync, lstatSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Random } from './random.ts'
import { treeOf } from './tree.ts'
import type { Entry, Tree } from './tree.ts'

export interface WriteScene {
  readonly dir: string
  /** In the order of the plan. The last one is new. */
  readonly files: readonly string[]
  readonly created: string
  readonly old: Tree
  readonly next: Tree
  /** Of the new texts and the old ones. */
  readonly bytes: number
  /** Whether the fix is done once more at the end, if it was not. */
  readonly isMendedAgain: boolean
}

export const CREATED_TEXT = "import './User'\nimport './Role'\n"
const code = (size: number, eol: string): string => `export const x = 'é🐟'${eol}`.padEnd(size, `await User.find().populate('role')${eol}`)

interface Shape { readonly file: string; readonly mode: number; readonly text: (random: Random) => string }
const SHAPES: readonly Shape[] = [
  { file: 'models/User.ts', mode: 0o644, text: (random) => code(random.below(4000) + 30, '\r\n') },
  { file: 'models/Role.ts', mode: 0o664, text: (random) => `\uFEFF${code(random.below(4000) + 30, '\n')}` },
  { file: 'bin/run me.js', mode: 0o755, text: (random) => `#!/usr/bin/env node\n${code(random.below(30_000) + 30, '\n')}` },
  { file: 'lib/secret.ts', mode: 0o600, text: (random) => code(random.below(300) + 30, '\n') },
  { file: 'app/[...slug]/route.ts', mode: 0o644, text: (random) => code(random.below(200_000) + 30, '\n') },
  { file: 'lib/ütf 🐟.mts', mode: 0o444, text: (random) => code(random.below(4000) + 30, '\n') },
  { file: 'empty.js', mode: 0o644, text: () => '' },
]

/** Shorter at its end and longer at its beginning, so that a half-written file is neither. */
export function edited(before: string): string {
  const mark = before.startsWith('\uFEFF') ? '\uFEFF' : ''
  const eol = before.includes('\r\n') ? '\r\n' : '\n'
  return `${mark}import './models/Role'${eol}${before.slice(mark.length, before.length - Math.floor(before.length / 10))}`
}

/** @param largest bytes of the one large file */
export function makeScene(dir: string, random: Random, largest: number): WriteScene {
  const shapes = SHAPES.filter(() => random.next() < 0.6)
  const large: Shape = { file: 'lib/large.ts', mode: 0o644, text: () => code(Math.floor(largest * (1 + random.next()) / 2), '\n') }
  shapes.splice(random.below(shapes.length + 1), 0, large)
  // Not part of the plan. Its mode is what a new file gets here.
  mkdirSync(join(dir, 'models'))
  writeFileSync(join(dir, 'package.json'), '{ "name": "app" }\n')
  const texts = new Map(shapes.map(({ file, mode, text }) => {
    const before = text(random)
    mkdirSync(dirname(join(dir, file)), { recursive: true })
    writeFileSync(join(dir, file), before)
    chmodSync(join(dir, file), mode)
    return [file, before]
  }))
  const created = 'models/all.ts'
  const old = treeOf(dir)
  const next = new Map<string, Entry>([...old].map(([name, entry]) => {
    const before = texts.get(name)
    return [name, before === undefined ? entry : { ...entry, bytes: Buffer.from(edited(before)) }]
  }))
  next.set(created, { bytes: Buffer.from(CREATED_TEXT), mode: lstatSync(join(dir, 'package.json')).mode })
  const bytes = [...old.values(), ...next.values()].reduce((sum, entry) => sum + entry.bytes.length, 0)
  return { dir, files: [...texts.keys(), created], created, old, next, bytes, isMendedAgain: random.next() < 0.15 }
}
