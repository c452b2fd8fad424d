/** What is examined: made-up applications, and copies of repositories. Copies, because files are changed while measuring. */
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { writeApplication } from '../generate/write.ts'
import { bench, type Target } from './tool.ts'

export interface Input {
  name: string
  commit: string | null
  /** Lays it out below a directory. */
  place(directory: string): void
}

/** The seed of all figures in the documentation. */
export const SEED = 1

/** A made-up application of that many files. */
export function generated(files: number): Input {
  return { name: `made up, ${files.toLocaleString('en')} files`, commit: null, place: (directory) => void writeApplication(directory, { files, seed: SEED }) }
}

/**
 * A repository that lies at a path. If it is one of `repositories.json`, it is at the commit that is pinned there; without `.git`, its word is taken.
 * @param given `owner/name=path`, or a path alone
 * @throws a sentence if there is none, or at another commit
 */
export function checkout(given: string): Input {
  const [, name = '', path = ''] = /^(?:([^=]+)=)?(.+)$/.exec(given) ?? []
  if (!existsSync(path)) throw new Error(`${path}: no such directory`)
  const pinned: Record<string, string> = JSON.parse(readFileSync(join(bench, 'repositories.json'), 'utf8'))
  const wanted = pinned[name]
  const there = existsSync(join(path, '.git')) ? spawnSync('git', ['-C', path, 'rev-parse', 'HEAD'], { encoding: 'utf8' }).stdout.trim() : wanted
  if (wanted && there !== wanted) throw new Error(`${path} is at ${there}; ${name} is measured at ${wanted}`)
  return {
    name: name || basename(path),
    commit: there ?? 'unknown',
    place: (directory) => cpSync(path, directory, { recursive: true, verbatimSymlinks: true, filter: (source) => !['.git', 'node_modules', '.next'].includes(basename(source)) }),
  }
}

/** Lays an input out, gives it to `use`, and removes it. `parent` is where large temporary files belong. */
export async function withTarget(input: Input, parent: string | null, use: (target: Target) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(parent ?? tmpdir(), 'bench-'))
  const directory = join(folder, 'application')
  const scratch = join(folder, 'scratch')
  try {
    mkdirSync(scratch)
    input.place(directory)
    const tsconfig = join(directory, 'tsconfig.json')
    await use({ directory, scratch, tsconfig: existsSync(tsconfig) ? tsconfig : null })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
