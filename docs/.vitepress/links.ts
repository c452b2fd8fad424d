/** Links between documents lead to the same place on GitHub and on the site. */
import { posix } from 'node:path'

const repository = 'https://github.com/mongoose-doctor/mongoose-doctor'

/** The anchor of a heading, as GitHub makes it: lower case, spaces to hyphens, other punctuation gone. */
export function anchorOf(heading: string): string {
  return heading.trim().toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, '').replaceAll(' ', '-')
}

/**
 * The address on the site of a relative link: what lies outside docs is on GitHub, and a folder's README is its index.
 * @param page the document with the link, relative to docs
 */
export function siteLink(link: string, page: string): string {
  if (/^(?:[a-z]+:|#|\/)/.test(link)) return link
  const [path = '', ...anchor] = link.split(/(?=#)/)
  // What docs/contributing.md includes is written for the root.
  const folder = page === 'contributing.md' ? '.' : posix.join('docs', posix.dirname(page))
  const target = posix.join(folder, path)
  const inDocs = target.startsWith('docs/') && target.endsWith('.md')
  const outside = `${repository}/${posix.extname(target) === '' ? 'tree' : 'blob'}/main/${target}`
  return (inDocs ? target.slice('docs'.length).replace(/README\.md$/, '').replace(/\.md$/, '') : outside) + anchor.join('')
}
