/** What a project says can't drive a terminal, forge a line, break JSON, or get out of the strings and comments that are written. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { parseSync } from 'oxc-parser'
import { describe, expect, test } from 'vitest'
import { withTree } from '../helpers/tree.ts'
import { clinic, contents, doctor } from './project.ts'

const ESC = '\u001b'
const NASTY: Readonly<Record<string, string>> = {
  colour: `${ESC}[31mRed`,
  'a link': `${ESC}]8;;http://evil${ESC}\\text${ESC}]8;;\u0007`,
  'an 8-bit sequence': '\u009b2J\u0085\u007f',
  'line ends': 'a\nerror forged\r\nb\u2028c\u2029d\te',
  'turned writing': '\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c',
  'what can not be seen': 'Ro\u200ble\u200c\u200d\u2060\ufeff\u00ad\u3164\u180e',
  quotes: `'"\`\\\${x}*/</script><script>alert(1)</script>//`,
  '__proto__': '__proto__', constructor: 'constructor', 'a word of the language': 'class',
  'half a character': '\\ud800', length: 'x'.repeat(10_000),
}

/** Our own colours are left out by NO_COLOR's absence of a screen: no escape at all is expected. */
// oxlint-disable-next-line no-control-regex -- controls are what this is about
const UNSAFE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\u3164]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/u

const literal = (text: string): string => JSON.stringify(text).replaceAll('\\\\ud800', '\\ud800')

/** The model is called so, and so are a folder, a file, an entry, a path of a schema and an import. */
function project(nasty: string): string {
  const root = withTree({
    ...clinic,
    'models/Role.ts': `import { Schema, model } from 'mongoose'\nexport default model(${literal(nasty)}, new Schema({ [${literal(nasty)}]: { type: Schema.Types.ObjectId, ref: ${literal(`${nasty}2`)} } }))\n`,
    'models/User.ts': `import { Schema, model } from 'mongoose'\nexport default model('User', new Schema({ role: { type: Schema.Types.ObjectId, ref: ${literal(nasty)} } }))\n`,
    'app/a/route.ts': `import User from '../../models/User'\nimport ${literal(`./${nasty}`)}\nexport const GET = () => User.find().populate('role') /* ${nasty.replaceAll('*/', '')} */\n`,
  })
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

describe.each(Object.entries(NASTY))('%s', (_, nasty) => {
  const written = nasty === '\\ud800' ? '\ud800' : nasty

  test('is written out where it is shown, and JSON stays JSON', () => {
    const root = project(nasty)
    const asked = nasty === '\\ud800' ? 'User' : nasty
    for (const argv of [['check'], ['entries'], ['models'], ['why', asked], ['explain', `Schema hasn't been registered for model "${asked}".\n  at x (${asked}.ts:1:2)`], [asked], ['--model', asked], ['--entry', asked]]) {
      const { out, err, code } = doctor(root, argv)
      expect(code, err.slice(0, 500)).toBeLessThan(3)
      expect(UNSAFE.exec(out + err)?.index ?? null, JSON.stringify([argv, (out + err).slice(0, 2000)])).toBeNull()
      expect(out + err).not.toMatch(/^(?:error forged|b\\)/m)
    }
    const { out } = doctor(root, ['--format', 'json'])
    expect(JSON.parse(out)).toMatchObject({ schemaVersion: 1 })
    expect(JSON.parse(out).models.map((model: { name: string }) => model.name)).toContain(written)
    expect(UNSAFE.exec(out)).toBeNull()
  })

  test('does not get out of what is written', () => {
    for (const argv of [['--fix', '--force'], ['--fix', '--force', '--strategy', 'registry'], ['generate', 'registry'], ['generate', 'manifest']]) {
      const root = project(nasty)
      const before = contents(root)
      const { out, err, code } = doctor(root, argv)
      expect(code, err.slice(0, 500)).toBeLessThan(3)
      expect(UNSAFE.exec(out + err)).toBeNull()
      for (const [file, text] of contents(root)) {
        if (before.get(file) === text) continue
        const now = readFileSync(`${root}/${file}`, 'utf8')
        const { errors, program, comments } = parseSync(file, now)
        expect(errors, now.slice(0, 2000)).toEqual([])
        // Only declarations that we write: nothing of the name has become code.
        expect(program.body.map((node) => node.type)).not.toContain('ExpressionStatement')
        if (!before.has(file)) expect(now).not.toMatch(UNSAFE)
        expect(comments.every((comment) => !comment.value.includes('alert(1)') || before.has(file))).toBe(true)
      }
    }
  })
})
