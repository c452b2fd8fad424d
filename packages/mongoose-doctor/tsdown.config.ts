import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { defineConfig } from 'tsdown'

/** Changes with the sources and with what they are built on: the cache of another build is worth nothing. */
function hashOfSources(): string {
  const hash = createHash('sha256').update(readFileSync('package.json'))
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts')).toSorted()
  for (const file of files) hash.update(file).update(readFileSync(`src/${file}`))
  return hash.digest('hex').slice(0, 16)
}

/** Put into the bundle, so that nobody has to install them. */
const BUNDLED = [
  'chokidar', 'msgpackr', 'readdirp',
  'vscode-jsonrpc', 'vscode-languageserver', 'vscode-languageserver-protocol', 'vscode-languageserver-textdocument', 'vscode-languageserver-types',
]

/** Their licences ask to be handed on. */
function licences(): string {
  return BUNDLED.map((name) => {
    const file = ['node_modules', '../../node_modules'].flatMap((dir) => [`${dir}/${name}/LICENSE`, `${dir}/${name}/License.txt`]).find((path) => existsSync(path))
    if (file === undefined) throw new Error(`The licence of ${name} was not found.`)
    return `${name}\n\n${readFileSync(file, 'utf8')}`
  }).join('\n')
}

export default defineConfig({
  // The child of `verify --run` is a program of its own.
  entry: { cli: 'src/cli/start.ts', api: 'src/api.ts', child: 'src/evaluate/child.mjs' },
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  // Of what is imported; the program has no types.
  dts: { entry: ['src/api.ts'] },
  fixedExtension: true,
  deps: { onlyBundle: BUNDLED },
  hooks: { 'build:done': () => writeFileSync('dist/LICENSES.txt', licences()) },
  define: { MONGOOSE_DOCTOR_BUILD: JSON.stringify(hashOfSources()) },
})
