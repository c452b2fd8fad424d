/** Links between the documents lead somewhere. */
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../../../', import.meta.url))
const inDocs = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.md')).map((file) => join(root, 'docs', file))
const documents = [...['README.md', 'CONTRIBUTING.md', 'packages/mongoose-doctor/README.md', 'packages/runtime/README.md', 'examples/clinic/README.md', 'examples/clinic-before/README.md'].map((file) => join(root, file)), ...inDocs]

/** What npm shows has no folder: there, links name the repository. */
const inRepository = /^https:\/\/(?:github\.com\/mongoose-doctor\/mongoose-doctor\/(?:blob|tree)|raw\.githubusercontent\.com\/mongoose-doctor\/mongoose-doctor)\/main\//

const withoutCode = (text: string): string => text.replace(/^( {0,3})```[^]*?^\1```$/gm, '').replace(/(`+)(?!`)[^]*?(?<!`)\1(?!`)/g, '')

/** As GitHub makes them: lower case, spaces to hyphens, other punctuation gone. */
function anchorsOf(text: string): readonly string[] {
  const headings = [...text.replace(/^```[^]*?^```$/gm, '').matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => heading)
  return headings.map((heading) => heading.toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, '').replaceAll(' ', '-'))
}

/** Links out of one document that lead nowhere. */
function brokenLinks(file: string): readonly string[] {
  const text = withoutCode(readFileSync(file, 'utf8'))
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link).filter((link) => inRepository.test(link) || !/^[a-z]+:/.test(link))
  return links.filter((link) => {
    const [path = '', anchor] = link.split('#')
    const target = path === '' ? file : inRepository.test(path) ? join(root, path.replace(inRepository, '')) : join(dirname(file), path)
    if (relative(root, target).startsWith('..') || !existsSync(target)) return true
    return anchor !== undefined && !anchorsOf(readFileSync(target, 'utf8')).includes(anchor)
  })
}

describe('links', () => {
  test.each(documents.map((file) => relative(root, file)))('of %s', (file) => {
    expect(brokenLinks(join(root, file))).toEqual([])
  })
})
