/** What a project says can't drive a terminal, forge a line, break JSON, or get out of the strings and comments that are written. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { parseSync } from 'oxc-parser'
import { describe, expect, test } from 'vitest'
import { withTree } from '../helpers/tree.ts'
import { clinic, contents, doctor } from './project.ts'

const ESC = '\u001b'
const SHOWN: Readonly<Record<string, string>> = {
  'what drives a terminal': `${ESC}[31mRed${ESC}]8;;http://evil${ESC}\\text${ESC}]8;;\u0007\u009b2J\u0085\u007f`,
  'line ends': 'a\nerror forged\r\nb\u2028c\u2029d\te',
  'turned or not to be seen': '\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061cRo\u200ble\u200c\u200d\u2060\ufeff\u00ad\u3164\u180e',
  quotes: `'"\`\\\${x}*/</script><script>alert(1)</script>//`,
  'half a character': '\\ud800',
  length: 'x'.repeat(10_000),
}
const WRITTEN: Readonly<Record<string, string>> = { ...SHOWN, __proto: '__proto__', constructor: 'constructor', 'a word of the language': 'class' }

// No screen, so none of our colours: no escape at all is expected.
// oxlint-disable-next-line no-control-regex -- controls are what this is about
const UNSAFE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\u3164]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/u

const literal = (text: string): string => JSON.stringify(text).replaceAll('\\\\ud800', '\\ud800')

/** The model is called so, and so are a folder, a file, an entry, a path of a schema and an import. */
function project(nasty: string, files = true): string {
  const root = withTree({
    ...clinic,
    'models/Role.ts': `import { Schema, model } from 'mongoose'\nexport default model(${literal(nasty)}, new Schema({ [${literal(nasty)}]: { type: Schema.Types.ObjectId, ref: ${literal(`${nasty}2`)} } }))\n`,
    'models/User.ts': `import { Schema, model } from 'mongoose'\nexport default model('User', new Schema({ role: { type: Schema.Types.ObjectId, ref: ${literal(nasty)} } }))\n`,
    'app/a/route.ts': `import User from '../../models/User'\nimport ${literal(`./${nasty}`)}\nexport const GET = () => User.find().populate('role') /* ${nasty.replaceAll('*/', '')} */\n`,
  })
  if (!files) return root
  const name = nasty.replaceAll('/', ':').slice(0, 200)
  for (const [file, text] of [
    [`app/${name}/route.ts`, "import User from '../../models/User'\nexport const GET = () => User.find().populate('role')\n"],
    [`app/b/${name}.ts`, 'const x = ;\n'], [`models/${name}.ts`, "import { Schema, model } from 'mongoose'\nexport default model('Named', new Schema({}))\n"],
    ['app/c/route.ts', "import { Schema, model } from 'mongoose'\nconst Bill = model('Bill', new Schema({ to: { type: Schema.Types.ObjectId, ref: 'Named' } }))\nexport const GET = () => Bill.find().populate('to')\n"],
  ] as const) {
    mkdirSync(dirname(`${root}/${file}`), { recursive: true })
    writeFileSync(`${root}/${file}`, text)
  }
  return root
}

describe('is written out where it is shown, and JSON stays JSON', () => {
  test.each(Object.entries(SHOWN))('%s', (_, nasty) => {
    const root = project(nasty)
    const [asked, name] = nasty === '\\ud800' ? ['User', '\ud800'] : [nasty, nasty]
    const commands = [['check'], ['entries'], ['models'], ['why', asked], ['explain', `Schema hasn't been registered for model "${asked}".\n  at x (${asked}.ts:1:2)`], [asked]]
    for (const argv of commands) {
      const { out, err, code } = doctor(root, argv)
      expect(code, err.slice(0, 500)).toBeLessThan(3)
      expect(UNSAFE.exec(out + err)?.index ?? null, JSON.stringify([argv, (out + err).slice(0, 2000)])).toBeNull()
      expect(out + err).not.toMatch(/^\s*(?:error forged|b\\)/m)
    }
    const { out } = doctor(root, ['--format', 'json'])
    const { models, schemaVersion } = JSON.parse(out)
    expect(schemaVersion).toBe(1)
    expect(models.map((model: { name: string }) => model.name)).toContain(name)
    expect(UNSAFE.exec(out)).toBeNull()
  })
})

describe('does not get out of what is written', () => {
  test.each(Object.entries(WRITTEN))('%s', (_, nasty) => {
    for (const argv of [['--fix', '--force', '--strategy', 'registry'], ['generate', 'manifest'], ['--fix', '--force']]) {
      // A file of that name is left out with a reason: looked at by the last one alone.
      const root = project(nasty, argv.length === 2 && argv[0] === '--fix')
      const before = contents(root)
      const { out, err, code } = doctor(root, argv)
      expect(code, err.slice(0, 500)).toBeLessThan(3)
      expect(UNSAFE.exec(out + err)).toBeNull()
      const changed = [...contents(root)].filter(([file, text]) => before.get(file) !== text).map(([file]) => file)
      expect(changed.length).toBeGreaterThan(0)
      for (const file of changed) {
        const now = readFileSync(`${root}/${file}`, 'utf8')
        const { errors, program, comments } = parseSync(file, now)
        expect(errors, now.slice(0, 2000)).toEqual([])
        // Nothing of the name has become code.
        expect(program.body.map((node) => node.type)).not.toContain('ExpressionStatement')
        if (before.has(file)) continue
        expect(now).not.toMatch(UNSAFE)
        expect(comments.some((comment) => comment.value.includes('alert(1)'))).toBe(false)
      }
    }
  })
})

test.each([
  ['an error that does not end', `Schema hasn't been registered for model "${' '.repeat(1e6)}`],
  ['words without an end', `Schema hasn't been registered for model "Role".\n${`${'a'.repeat(1990)}\n`.repeat(1500)}`],
  ['long names', `Schema hasn't been registered for model "${'y'.repeat(10_000)}".`],
])('explains %s in no time', (_, input) => {
  const { code, err } = doctor(project('x'.repeat(10_000)), ['explain'], { input })
  expect(code, err.slice(0, 500)).toBeLessThan(3)
}, 120_000)
