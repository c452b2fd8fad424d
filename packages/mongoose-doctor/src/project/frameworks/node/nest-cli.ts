/** What `nest start` runs: nest-cli.json names the file, and the applications of a monorepo. */
import { isRecord, parseJsonc } from '../../json.ts'
import { child, join } from '../../paths.ts'
import type { Tree } from '../../walk.ts'

/** `.nest-cli.json` and others are older names of the same. */
const NAMES = ['nest-cli.json', '.nest-cli.json', '.nestcli.json', 'nest.json']

/**
 * Programs, relative to the folder of the command and without an extension: all that this workspace can start, the asked one first.
 * @param words of the command: `nest start api`
 */
export function nestPrograms(tree: Tree, dir: string, words: readonly string[]): readonly string[] {
  const config = read(tree, dir)
  const main = entryOf(config)
  const projects = Object.entries(isRecord(config['projects']) ? config['projects'] : {}).flatMap(([name, project]) =>
    (isRecord(project) && project['type'] !== 'library' ? [{ name, file: entryOf({ entryFile: config['entryFile'], ...project }) }] : []))
  const asked = projects.filter(({ name }) => words.includes(name))
  return [...new Set([...asked.map(({ file }) => file), ...(asked.length > 0 ? [] : [main]), ...projects.map(({ file }) => file)])]
}

function read(tree: Tree, dir: string): Record<string, unknown> {
  for (const name of NAMES) {
    const text = tree.read(child(dir, name))
    const parsed = text === null ? null : parseJsonc(text)
    if (parsed !== null && 'value' in parsed && isRecord(parsed.value)) return parsed.value
  }
  return {}
}

function entryOf({ sourceRoot, entryFile, root }: Record<string, unknown>): string {
  const folder = typeof sourceRoot === 'string' ? sourceRoot : typeof root === 'string' && root !== '' ? child(root, 'src') : 'src'
  const file = typeof entryFile === 'string' ? entryFile : 'main'
  // `entryFile` is told from the output: where that holds more than the sources, their folder is part of it.
  return file.startsWith(`${folder}/`) ? file : (join(folder, file) ?? 'src/main')
}
