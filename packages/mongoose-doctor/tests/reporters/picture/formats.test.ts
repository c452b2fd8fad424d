/** Pictures as text: by the grammar of each format, with names made to break out of it. */
import { describe, expect, test } from 'vitest'
import { cut } from '../../../src/reporters/picture/cut.ts'
import { draw, pictureFormats } from '../../../src/reporters/picture/formats.ts'
import { modelsPicture } from '../../../src/reporters/picture/models-picture.ts'
import { pathPicture } from '../../../src/reporters/picture/path-picture.ts'
import type { Picture } from '../../../src/reporters/picture/picture.ts'
import { evil, hostile, hostileFinding, unsafe } from '../hostile.ts'
import { lateRole, sample } from '../sample.ts'
import { elementsOf, named } from '../xml.ts'

const models = modelsPicture(sample)
const path = pathPicture([lateRole], sample)
const evilPath = pathPicture([hostileFinding], hostile)
const nasty = ['"]; A-->B["', '`md`', '%%{init: {}}%%', '%% x', 'style:#a;', 'classDef x:#b;', 'ﬂ°°60¶ß', '#60;', 'end', '1. list', '- item', '\\', '\\"', '&lt;', '<b>', '\\N', '|x|'].join(' ')
const evilModels = modelsPicture({ ...hostile, models: [evil, nasty].map((name) => ({ name, file: name, line: 1, refs: [{ path: name, model: evil }, { path: name, model: `${name}!` }] })) })
const pictures: [string, Picture][] = [['models', models], ['a path', path], ['a hostile path', evilPath], ['hostile models', evilModels], ['nothing', { title: '', flow: 'down', parts: [] }]]

describe('Mermaid', () => {
  test('a flowchart of the models', () => {
    expect(draw('mermaid', models)).toMatchInlineSnapshot(`
      "flowchart LR
        m1["<b>Role</b><br/>models/Role.ts#58;10<br/>missing in 1 entry"]
        m2["<b>User</b><br/>models/User.ts#58;15"]
        m2 -->|"role"| m1
        classDef bad stroke:#d1242f,stroke-width:2px
        class m1 bad
      "
    `)
  })

  test('a path, with the break marked', () => {
    expect(draw('mermaid', path)).toMatchInlineSnapshot(`
      "flowchart TB
        subgraph p1["late-registration#58; login() populates #96;role#96; before it imports Role#58; on a cold start this throws MissingSchemaError."]
          direction TB
          f1s1(["<b>Entry</b><br/>app/actions/auth.ts<br/>server-action"])
          f1s2["<b>Needs Role</b><br/>app/actions/auth.ts#58;7"]
          f1s3["<b>Registers it when it is run</b><br/>app/actions/auth.ts#58;8"]
          f1s4["<b>Model Role</b><br/>models/Role.ts#58;10"]
          f1s1 -->|"runs"| f1s2
          f1s2 -.->|"✗ comes too late"| f1s3
          f1s3 -->|"loads"| f1s4
        end
        classDef bad stroke:#d1242f,stroke-width:2px
        class f1s4 bad
        linkStyle 1 stroke:#d1242f,stroke-width:2px
      "
    `)
  })

  /** Of a quoted label: letters, harmless signs, entity codes, and the two elements that are ours. */
  const text = String.raw`"(?:[\p{L}\p{N} /,()'→…✗?.-]|#\d+;|<b>|</b>|<br/>)*"`
  const line = new RegExp([
    String.raw`^flowchart (?:TB|LR)$`, String.raw`^ +(?:direction (?:TB|LR)|end)$`, String.raw`^ +subgraph p\d+\[${text}\]$`,
    String.raw`^ +\w+(?:\[${text}\]|\(\[${text}\]\))$`, String.raw`^ +\w+ (?:-->|-\.->)\|${text}\| \w+$`,
    String.raw`^ +classDef bad [\w#:,-]+$`, String.raw`^ +class [\w,]+ bad$`, String.raw`^ +linkStyle [\d,]+ [\w#:,-]+$`, '^$',
  ].join('|'), 'u')
  test.each(pictures)('is by the grammar of a flowchart: %s', (_name, picture) => {
    expect(draw('mermaid', picture).split('\n').filter((one) => !line.test(one) || /ﬂ|¶/.test(one))).toEqual([])
  })

  test('several paths are rows', () => {
    expect(draw('mermaid', pathPicture([lateRole, lateRole], sample))).toMatch(/^flowchart LR\n/)
  })
})

describe('DOT', () => {
  test('a graph of the models', () => {
    expect(draw('dot', models)).toMatchInlineSnapshot(`
      "digraph "Models and their refs" {
        graph [rankdir=LR, fontname="sans-serif", labeljust=l]
        node [shape=box, style=rounded, fontname="sans-serif", fontsize=11]
        edge [fontname="sans-serif", fontsize=10]
        m1 [label="Role\\lmodels/Role.ts:10\\lmissing in 1 entry\\l", color="#cf222e"]
        m2 [label="User\\lmodels/User.ts:15\\l"]
        m2 -> m1 [label="role"]
      }
      "
    `)
  })

  /** Of a quoted label: no bare quote, and of escapes only those of a backslash, a quote, and a line's end. */
  const text = String.raw`"(?:[^"\\]|\\["\\l])*"`
  const attributes = String.raw`\[\w+=(?:${text}|\w+)(?:, \w+=(?:${text}|\w+))*\]`
  const line = new RegExp([String.raw`^digraph ${text} \{$`, String.raw`^ +(?:graph|node|edge|\w+(?: -> \w+)?) ${attributes}$`, String.raw`^ +subgraph cluster_\d+ \{$`, String.raw`^ +\w+=(?:${text}|\w+)$`, String.raw`^ *\}$`, '^$'].join('|'))
  test.each(pictures)('is by the grammar of the language: %s', (_name, picture) => {
    const lines = draw('dot', picture).split('\n')
    expect(lines.filter((one) => !line.test(one) || /&(?!amp;)/.test(one))).toEqual([])
  })
})

describe('SVG', () => {
  test.each(pictures)('is well-formed, and no more than a drawing: %s', (_name, picture) => {
    const all = elementsOf(draw('svg', picture))
    expect(all[0]).toMatchObject({ name: 'svg', attributes: { role: 'img', 'aria-label': picture.title, xmlns: 'http://www.w3.org/2000/svg' } })
    expect(all.filter(({ name }) => !['svg', 'title', 'style', 'rect', 'g', 'text', 'path'].includes(name))).toEqual([])
    expect(all.flatMap(({ attributes }) => Object.keys(attributes)).filter((name) => /^on|href|style/.test(name))).toEqual([])
    expect(JSON.stringify(all)).not.toContain('NaN')
  })

  test('draws each box with its text, and its arrows with a head', () => {
    const all = elementsOf(draw('svg', path))
    expect(named(all, 'text').map(({ text }) => text)).toEqual(expect.arrayContaining(['Entry', 'app/actions/auth.ts', 'server-action', '✗ comes too late', 'Model Role']))
    expect(all.filter(({ attributes }) => attributes['class'] === 'head')).toHaveLength(3)
  })

  test('what is cut has a title with all of it', () => {
    const name = 'OrganizationMembershipInvitationReminderSchedule'
    const all = elementsOf(draw('svg', modelsPicture({ ...sample, models: [{ name, file: 'a.ts', line: 1, refs: [] }] })))
    expect(named(all, 'text').map(({ text }) => text)).toContain('OrganizationMembershipInvitatio…')
    expect(named(all, 'title').map(({ text }) => text)).toContain(name)
  })
})

test('JSON has the names as they are', () => {
  expect(JSON.parse(draw('json', evilModels))).toMatchObject({ parts: [{ boxes: [{ name: evil }, { name: nasty }, { name: `${evil}!` }, { name: `${nasty}!` }] }] })
})

test.each(pictureFormats)('%s holds no controls, and ends with a line feed', (format) => {
  expect(draw(format, evilModels)).not.toMatch(unsafe)
  expect(draw(format, evilPath)).toMatch(/[^\n]\n$/)
})

test.each([
  ['short', 10, 'short'],
  ['a sentence that is long', 10, 'a sentenc…'],
  ['src/models/catalog/User.ts', 12, '…log/User.ts'],
  ['日本語日本語', 7, '日本語…'],
  ['\u202egpj', 20, '\\u202egpj'],
  [`a/${'x'.repeat(5000)}/b.ts`, 8, '…xx/b.ts'],
])('cut(%j, %i)', (text, columns, expected) => {
  expect(cut(text, columns)).toBe(expected)
})
