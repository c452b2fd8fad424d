import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { defineConfig } from 'tsdown'

/** Put into the bundle: an extension is installed without its dependencies. */
const BUNDLED = [
  'balanced-match', 'brace-expansion', 'minimatch', 'semver', 'vscode-jsonrpc', 'vscode-languageclient', 'vscode-languageserver-protocol',
  'vscode-languageserver-textdocument', 'vscode-languageserver-types',
]

/** Their licences ask to be handed on. */
function licences(): string {
  const places = ['node_modules', '../../node_modules', '../../node_modules/vscode-languageclient/node_modules']
  return BUNDLED.map((name) => {
    const file = places.flatMap((dir) => ['LICENSE', 'LICENSE.md', 'License.txt'].map((one) => `${dir}/${name}/${one}`)).find((path) => existsSync(path))
    if (file === undefined) throw new Error(`The licence of ${name} was not found.`)
    return `${name}\n\n${readFileSync(file, 'utf8')}`
  }).join('\n')
}

export default defineConfig({
  entry: { extension: 'src/extension.ts' },
  format: 'cjs',
  platform: 'node',
  target: 'node20',
  fixedExtension: true,
  dts: false,
  // Only the editor has it.
  deps: { neverBundle: ['vscode'], onlyBundle: BUNDLED },
  hooks: { 'build:done': () => writeFileSync('dist/LICENSES.txt', licences()) },
})
