/** What the site's Markdown does beyond VitePress's: links of the repository, the name of the file above an example, corners of tables. */
import type { MarkdownOptions, MarkdownRenderer } from 'vitepress'
import { anchorOf, siteLink } from './links.ts'

export const markdown: MarkdownOptions = {
  anchor: { slugify: anchorOf },
  theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
  config(md) {
    mendLinks(md)
    nameFiles(md)
    emptyCorners(md)
  },
}

function mendLinks(md: MarkdownRenderer): void {
  md.core.ruler.push('repository-links', ({ tokens, env }) => {
    for (const token of tokens.flatMap(({ children }) => children ?? [])) {
      const href = token.type === 'link_open' ? token.attrGet('href') : null
      if (href !== null) token.attrSet('href', siteLink(href, env.relativePath))
    }
  })
}

/** A block that says `file=models/Role.ts` shows that name. */
function nameFiles(md: MarkdownRenderer): void {
  const { fence } = md.renderer.rules
  md.renderer.rules.fence = (tokens, index, ...rest) => {
    const html = fence?.(tokens, index, ...rest) ?? ''
    const file = /\bfile=(\S+)/.exec(tokens[index]?.info ?? '')?.[1]
    return file === undefined ? html : `<figure class="file"><figcaption>${md.utils.escapeHtml(file)}</figcaption>${html}</figure>`
  }
}

/** A header without words names nothing: it becomes a plain cell. */
function emptyCorners(md: MarkdownRenderer): void {
  md.core.ruler.push('empty-corners', ({ tokens }) => {
    for (const [i, token] of tokens.entries()) {
      if (token.type !== 'th_open' || tokens[i + 1]?.content !== '') continue
      for (const half of [token, tokens[i + 2]]) if (half !== undefined) half.tag = 'td'
    }
  })
}
