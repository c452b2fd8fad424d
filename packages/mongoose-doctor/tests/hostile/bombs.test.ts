/** Small projects that ask for much work, memory or stack: each gets an answer, or an entry of `unknown`; none ends the process. */
import { describe, expect, test } from 'vitest'
import { withTree } from '../helpers/tree.ts'
import { clinic, doctor } from './project.ts'

const HEAD = "import User from '../../models/User'\n"
const MONGOOSE = "import { Schema, model } from 'mongoose'\n"
const QUERY = "\nexport const GET = () => User.find().populate('role')\n"
const route = (code: string): Record<string, string> => ({ 'app/b/route.ts': HEAD + code + QUERY })
const series = (length: number, make: (i: number) => string, between = '\n'): string => Array.from({ length }, (_, i) => make(i)).join(between)
const files = (length: number, make: (i: number) => [string, string]): Record<string, string> => Object.fromEntries(Array.from({ length }, (_, i) => make(i)))
const deep = (n: number, open: string, middle: string, close: string): string => open.repeat(n) + middle + close.repeat(n)

/** What has to be said to be unknown, or `null` where an answer can be given. */
const BOMBS: Readonly<Record<string, readonly [files: Record<string, unknown>, unknown: RegExp | null]>> = {
  'brackets that the parser could not take': [route(`const x = ${deep(1e5, '[', '', ']')}`), /nested too deeply/],
  'a sum of 5,000': [route(`const x = 1${' + a'.repeat(5000)}`), /nested too deeply/],
  'a sum of 100,000': [route(`const x = 1${' + 1'.repeat(1e5)}`), /nested too deeply/],
  '5,000 times &&': [route(`const x = 1${' && a'.repeat(5000)}`), /nested too deeply/],
  'else if': [route(`if (a) {}${' else if (a) {}'.repeat(1300)}`), /nested too deeply/],
  'optional chains': [route(`const x = a${'?.b'.repeat(1e5)}`), /nested too deeply/],
  '20,000 imports of one module': [{ 'app/b/route.ts': HEAD + series(20_000, (i) => `import { a${i} } from 'a'`, ';') + QUERY }, null],
  '20,000 exports from one module': [{ 'app/b/route.ts': HEAD + series(20_000, (i) => `export { a${i} } from 'a'`) + QUERY }, null],
  '50,000 imports': [{ 'app/b/route.ts': HEAD + series(50_000, (i) => `import a${i} = require('a')`) + QUERY }, null],
  '30,000 exports': [{ 'app/b/route.ts': HEAD + series(30_000, (i) => `export const a${i} = User`) + QUERY }, null],
  '4,000 barrels in a row': [{
    ...files(4000, (i) => [`b/${i}.ts`, `export * from './${i + 1}'`]), 'b/4000.ts': "export { default as User } from '../models/User'",
    'app/b/route.ts': `import { User } from '../../b/0'${QUERY}`,
  }, /can't be told|too deeply/],
  'stars that double': [{
    ...files(30, (i) => [`b/${i}.ts`, `export * from './${i + 1}'\nexport * from './${i + 1}x'`]), ...files(30, (i) => [`b/${i}x.ts`, `export * from './${i + 1}'\nexport * from './${i + 1}x'`]),
    'b/30.ts': "export { default as User } from '../models/User'", 'b/30x.ts': "export * from './0'", 'app/b/route.ts': `import { User } from '../../b/0'${QUERY}`,
  }, null],
  'names passed round in a circle': [{
    'b/x.ts': "export * from './y'", 'b/y.ts': "export * from './x'", 'app/b/route.ts': `${HEAD}import { path } from '../../b/x'\nexport const GET = () => User.find().populate(path)`,
  }, /computed/],
  'a file of 20 MB': [route(`const x = '${'x'.repeat(2e7)}'`), /20 MB/],
  'one line of 4 MB': [route(`const x = '${'é '.repeat(1.3e6)}';`), null],
  'requires in front of comments': [route(`const x = \`${'require(/*'.repeat(4e5)}${'require(//'.repeat(5e4)}\``), null],
  'texts that double': [route(`const s0 = 'xx'\n${series(40, (i) => `const s${i + 1} = s${i} + s${i}, t${i} = \`\${s${i}}\${s${i}}\``)}\nexport const POST = () => User.find().populate(s40)`), /computed/],
  'arrays that double': [route(`const s0 = ['role']\n${series(40, (i) => `const s${i + 1} = ${i % 2 === 0 ? `[...s${i}, ...s${i}]` : `s${i}.concat(s${i})`}`)}\nexport const POST = () => User.find().populate(s40)`), null],
  '10,000 models in one file': [{ 'models/All.ts': MONGOOSE + series(10_000, (i) => `export const M${i} = model('M${i}', new Schema({ r: { type: Schema.Types.ObjectId, ref: 'N${i}x' } }))`) }, null],
  'a schema of 10,000 paths': [{ 'models/Wide.ts': `${MONGOOSE}export default model('Wide', new Schema({ ${series(10_000, (i) => `p${i}: { type: Schema.Types.ObjectId, ref: 'Role' }`, ', ')} }))` }, null],
  'a schema in itself, ten times': [{
    'models/Self.ts': `${MONGOOSE}const s = new Schema({ role: { type: Schema.Types.ObjectId, ref: 'Role' } })\ns.add({ ${series(10, (i) => `a${i}: s, 'a.b${i}': [s]`, ', ')} })\nexport default model('Self', s)`,
    'app/b/route.ts': `import Self from '../../models/Self'\nexport const GET = () => Self.find().populate('${'a0.a.b1.'.repeat(12)}x')`,
  }, null],
  'a path of 100,000 characters': [route(`export const POST = () => User.find().populate('${'role.'.repeat(20_000)}')`), /computed/],
  'a hook for a pattern that never ends': [{ 'models/Hook.ts': `${MONGOOSE}const s = new Schema({})\ns.pre(/${'.*'.repeat(40)}$x/, function () {})\nexport default model('Hook', s)`, 'app/b/route.ts': "import Hook from '../../models/Hook'\nexport const GET = () => Hook.findOneAndUpdate()" }, null],
  '10,000 disable comments': [route(`export const POST = () => {\n${"// mongoose-doctor-disable-next-line missing-model\nUser.find().populate('role')\n".repeat(10_000)}}`), null],
}

const CONFIGURATIONS: typeof BOMBS = {
  'a chain of 10,000 extends': [{ 'tsconfig.json': { extends: './t0.json' }, ...files(10_000, (i) => [`t${i}.json`, `{ "extends": "./t${i + 1}.json" }`]), 't10000.json': {} }, /more than 100 that extend/],
  'extends that double': [{ 'tsconfig.json': { extends: ['./t0.json', './t0.json', 'nowhere'] }, ...files(40, (i) => [`t${i}.json`, `{ "extends": ["./t${i + 1}.json", "./t${i + 1}.json"] }`]), 't40.json': {}, 'app/b/route.ts': "import 'a/b'\n" }, null],
  'extends in a circle': [{ 'tsconfig.json': { extends: ['./tsconfig.json', './a.json'] }, 'a.json': { extends: './tsconfig.json' }, 'app/b/route.ts': "import 'a/b'\n" }, null],
  'a tsconfig of 20 MB': [{ 'tsconfig.json': `{ "x": "${'x'.repeat(2e7)}" }` }, /too large/],
  'a nested tsconfig': [{ 'tsconfig.json': `{ "x": ${deep(1e5, '[', '', ']')} }` }, /nested too deep/],
  'a nested package.json': [{ 'b/package.json': `{ "name": "b", "imports": { "#a": ${deep(1e5, '{"default":', '1', '}')} } }`, 'b/index.ts': "import '#a/b'", 'app/b/route.ts': "import '../../b'" }, /too many brackets/],
  '10,000 aliases': [{ 'tsconfig.json': { compilerOptions: { paths: Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`@${i}/*`, ['./*']])) } }, 'app/b/route.ts': series(3000, (i) => `import '@${9999 - i}/models/User'`) }, null],
  '"sideEffects" that never end': [{ 'package.json': { ...JSON.parse(clinic['package.json'] ?? ''), sideEffects: [`${'*a'.repeat(30)}x`, '+(a|+(a|aa))x'] }, [`models/${'a'.repeat(200)}.ts`]: MONGOOSE, 'app/b/route.ts': `import '../../models/${'a'.repeat(200)}'` }, /too complicated/],
  'a .gitignore that never ends': [{ '.gitignore': `${'*a'.repeat(20)}*x\n${'**/'.repeat(20)}x\n${'**'.repeat(50)}y\n${'a*b\n'.repeat(1e5)}`, [`${'a'.repeat(200)}/build/a.ts`]: '', [`${'a/'.repeat(100)}build/x.ts`]: '' }, null],
  'a nested next.config': [{ 'next.config.js': `module.exports = ${deep(1e5, '[', '', ']')}` }, /too long or too deeply nested/],
  'a next.config that doubles': [{ 'next.config.js': `const a0 = ['tsx']\n${series(40, (i) => `const a${i + 1} = [...a${i}, ...a${i}]`)}\nmodule.exports = { pageExtensions: a40 }` }, /pageExtensions/],
}

describe.each([['code', BOMBS], ['configuration', CONFIGURATIONS]])('%s', (_, bombs) => {
  test.each(Object.entries(bombs))('%s', (_name, [made, unknown]) => {
    // Half of this is more than any of them takes.
    const { code, out, err } = doctor(withTree({ ...clinic, ...made }), ['--format', 'json'], { node: ['--max-old-space-size=900'] })
    expect({ code, err: err.slice(0, 500) }).toEqual({ code: 1, err: '' })
    const report = JSON.parse(out)
    // The route beside it is judged all the same.
    expect(report.findings.map(({ file, model }: { file: string; model: string }) => `${model} ${file}`)).toContain('Role app/a/route.ts')
    const reasons: string[] = report.unknown.map((one: { reason: string }) => one.reason)
    if (unknown === null) return
    expect(report.complete).toBe(false)
    expect(reasons.some((reason) => unknown.test(reason)), reasons.join('\n').slice(0, 1000)).toBe(true)
  }, 180_000)
})
