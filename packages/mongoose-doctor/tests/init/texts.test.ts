import { describe, expect, test } from 'vitest'
import { withSection } from '../../src/init/agents.ts'
import { withMember } from '../../src/init/script.ts'

describe('a script is written as the rest of package.json is', () => {
  const add = (text: string): string => withMember(text, ['scripts', 'doctor'], 'mongoose-doctor')
  test.each<[string, string, string]>([
    ['two spaces', '{\n  "scripts": {\n    "dev": "next"\n  }\n}\n', '{\n  "scripts": {\n    "dev": "next",\n    "doctor": "mongoose-doctor"\n  }\n}\n'],
    ['four', '{\n    "scripts": {\n        "dev": "next"\n    }\n}', '{\n    "scripts": {\n        "dev": "next",\n        "doctor": "mongoose-doctor"\n    }\n}'],
    ['tabs', '{\n\t"scripts": {\n\t\t"dev": "next"\n\t}\n}\n', '{\n\t"scripts": {\n\t\t"dev": "next",\n\t\t"doctor": "mongoose-doctor"\n\t}\n}\n'],
    ['CRLF', '{\r\n  "scripts": {\r\n    "dev": "next"\r\n  }\r\n}\r\n', '{\r\n  "scripts": {\r\n    "dev": "next",\r\n    "doctor": "mongoose-doctor"\r\n  }\r\n}\r\n'],
    ['no scripts', '{\n  "name": "x"\n}\n', '{\n  "name": "x",\n  "scripts": {\n    "doctor": "mongoose-doctor"\n  }\n}\n'],
    ['no script', '{\n  "scripts": {},\n  "name": "x"\n}\n', '{\n  "scripts": {\n    "doctor": "mongoose-doctor"\n  },\n  "name": "x"\n}\n'],
    ['one line', '{"name":"x","scripts":{"dev":"next"}}', '{"name":"x","scripts":{"dev":"next","doctor": "mongoose-doctor"}}'],
    ['a byte order mark', '\uFEFF{\n  "name": "x"\n}', '\uFEFF{\n  "name": "x",\n  "scripts": {\n    "doctor": "mongoose-doctor"\n  }\n}'],
  ])('%s', (_name, before, after) => {
    expect(add(before)).toBe(after)
    expect(JSON.parse(after.replace('\uFEFF', ''))).toMatchObject({ scripts: { doctor: 'mongoose-doctor' } })
  })
})

describe('the section for agents', () => {
  const section = withSection('')
  test('comes at the end, once', () => {
    expect(withSection('# Rules\n')).toBe(`# Rules\n\n${section}`)
    expect(withSection('# Rules')).toBe(`# Rules\n\n${section}`)
    expect(withSection(withSection('# Rules\n'))).toBe(`# Rules\n\n${section}`)
    expect(withSection('# Rules\r\n')).toBe(`# Rules\r\n\r\n${section.replaceAll('\n', '\r\n')}`)
  })
  test('replaces the one that is there, wherever it stands', () => {
    const older = section.replace('Mend a finding', 'Do something else')
    expect(withSection(`a\n${older}b $& c\n`)).toBe(`a\n${section}b $& c\n`)
  })
  test.each([
    section.replace('<!-- mongoose-doctor: end -->', ''), section.slice(10), `${section}what is mine\n${section}`, '<!-- mongoose-doctor: end -->\n<!-- mongoose-doctor: begin -->\n',
  ])('leaves alone what it does not understand: %#', (text) => {
    expect(withSection(text)).toBe(text)
  })
})
