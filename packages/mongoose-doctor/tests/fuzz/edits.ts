/** What people do to a tree between two runs: one random edit at a time. */
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** An integer from 0 to below `below`. */
export type Draw = (below: number) => number

const SOURCE = /\.(?:[cm]?[jt]s|[jt]sx)$/
const CONFIG = /(?:^|\/)(?:package\.json|tsconfig[^/]*\.json|next\.config\.[a-z]+|\.gitignore)$/

/** Changes something below `root`; says what. */
export function edit(root: string, draw: Draw): string {
  const files = filesBelow(root)
  const pick = (from: readonly string[]): string | null => from[draw(from.length)] ?? null
  const source = pick(files.filter((file) => SOURCE.test(file)))
  const config = pick(files.filter((file) => CONFIG.test(file)))
  const kinds: readonly (() => string | null)[] = [
    () => source && changed(root, source, (text) => `${text}\n// ${draw(1000)}\n`),
    () => source && changed(root, source, (text) => lines(text, (all) => all.toSpliced(draw(all.length), 1))),
    () => source && changed(root, source, (text) => lines(text, (all) => { const at = draw(all.length); return all.toSpliced(draw(all.length), 0, all[at] ?? '') })),
    () => source && changed(root, source, (text) => swapped(text, 'import ', 'import type ', draw)),
    () => source && changed(root, source, (text) => swapped(text, 'await ', '', draw)),
    () => source && changed(root, source, (text) => swapped(text, 'populate', 'where', draw)),
    () => source && changed(root, source, (text) => `'use client'\n${text}`),
    () => source && changed(root, source, () => ''),
    // As long as before: only the times tell.
    () => source && changed(root, source, (text) => swapped(text, 'model', 'modle', draw)),
    () => source && moved(root, source, `${dirname(source)}/moved${draw(50)}${source.slice(source.lastIndexOf('.'))}`),
    () => source && moved(root, source, `${source.slice(0, source.lastIndexOf('.'))}${['.ts', '.tsx', '.js'][draw(3)] ?? ''}`),
    () => { if (source) unlinkSync(join(root, source)); return source && `deleted ${source}` },
    () => source && added(root, `${dirname(source)}/copy${draw(50)}.ts`, readFileSync(join(root, source), 'utf8')),
    () => source && added(root, `${source.slice(0, source.lastIndexOf('.'))}/index.ts`, `export * from '../${source.slice(source.lastIndexOf('/') + 1, source.lastIndexOf('.'))}'\n`),
    () => source && linked(root, source, `${dirname(source)}/link${draw(20)}`),
    () => config && changed(root, config, (text) => lines(text, (all) => all.toSpliced(draw(all.length), 1))),
    () => config && changed(root, config, (text) => swapped(text, 'true', 'false', draw)),
    () => config && changed(root, config, (text) => swapped(text, '@/', '~/', draw)),
    () => config && changed(root, config, (text) => text.replace('{', `{ "sideEffects": ${draw(2) === 0},`)),
    () => config && moved(root, config, `${config}.bak`),
    () => { const bak = pick(files.filter((file) => file.endsWith('.bak'))); return bak && moved(root, bak, bak.slice(0, -4)) },
    () => added(root, '.gitignore', `${source === null ? 'build' : dirname(source)}\n`),
    () => added(root, 'tsconfig.json', JSON.stringify({ compilerOptions: { verbatimModuleSyntax: draw(2) === 0, paths: { '@/*': [draw(2) === 0 ? './*' : './src/*'] } } })),
    () => added(root, 'instrumentation.ts', source === null ? '' : `import './${source.slice(0, source.lastIndexOf('.'))}'\nexport function register() {}\n`),
  ]
  return kinds[draw(kinds.length)]?.() ?? 'nothing'
}

function filesBelow(root: string): string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((item) => item.isFile()).map((item) => join(item.parentPath, item.name).slice(root.length + 1))
    .filter((file) => !file.startsWith('node_modules/') && !file.startsWith('.git/')).toSorted()
}

function changed(root: string, file: string, change: (text: string) => string): string {
  const path = join(root, file)
  writeFileSync(path, change(readFileSync(path, 'utf8')))
  return `changed ${file}`
}

function added(root: string, file: string, text: string): string {
  mkdirSync(dirname(join(root, file)), { recursive: true })
  writeFileSync(join(root, file), text)
  return `wrote ${file}`
}

function moved(root: string, from: string, to: string): string {
  if (!existsSync(join(root, to))) renameSync(join(root, from), join(root, to))
  return `moved ${from} to ${to}`
}

function linked(root: string, to: string, link: string): string {
  rmSync(join(root, link), { force: true })
  symlinkSync(join(root, dirname(to)), join(root, link))
  return `linked ${link} to the folder of ${to}`
}

const lines = (text: string, change: (all: readonly string[]) => readonly string[]): string => change(text.split('\n')).join('\n')

/** One of the places where `a` stands becomes `b`. */
function swapped(text: string, a: string, b: string, draw: Draw): string {
  const parts = text.split(a)
  const at = draw(parts.length)
  return parts.map((part, i) => (i === 0 ? part : `${i === at ? b : a}${part}`)).join('')
}
