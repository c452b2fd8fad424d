/** The site of the documentation. It asks nothing of any other server, and its search works offline. */
import { readFileSync } from 'node:fs'
import { defineConfig } from 'vitepress'
import { markdown } from './markdown.ts'
import { mendTheme } from './mend-theme.ts'
import { sidebar } from './sidebar.ts'

/** What a search engine shows below the title: the first paragraph of an error's page. */
function meaningOf(file: string): string {
  const text = readFileSync(new URL(`../${file}`, import.meta.url), 'utf8')
  const [, paragraph = ''] = /^## What it means\n\n([^]+?)\n\n/m.exec(text) ?? []
  return paragraph.replace(/\[([^\]]+)\]\([^)]+\)/g, '$1').replace(/[`*]/g, '').replace(/\s+/g, ' ')
}

export default defineConfig({
  title: 'mongoose-doctor',
  description: 'Proves, for every entry of an application, that each Mongoose model is registered before something needs it.',
  lang: 'en',
  cleanUrls: true,
  ignoreDeadLinks: false,
  srcExclude: ['tests/**'],
  // GitHub shows README.md where it lists a folder.
  rewrites: { ':folder/README.md': ':folder/index.md' },
  // Pictures stay files, which a reader can open.
  vite: { build: { assetsInlineLimit: 0 }, plugins: [mendTheme] },
  markdown,
  transformPageData({ relativePath, filePath, frontmatter }) {
    if (!relativePath.startsWith('errors/') || relativePath === 'errors/index.md') return
    return { description: meaningOf(filePath), frontmatter: { ...frontmatter, pageClass: 'error-page' } }
  },
  themeConfig: {
    search: { provider: 'local' },
    nav: [
      { text: 'Start', link: '/start' },
      { text: 'I see this error', link: '/errors/' },
      { text: 'Rules', link: '/rules/' },
      { text: 'Remedies', link: '/remedies' },
      { text: 'GitHub', link: 'https://github.com/mongoose-doctor/mongoose-doctor' },
    ],
    sidebar: sidebar().map(({ text, items }) => ({ text, items: [...items] })),
    outline: 'deep',
    externalLinkIcon: true,
  },
})
