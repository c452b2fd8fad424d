/** The code of an Astro component: what stands between its `---`, which is TypeScript, and which imports its template uses. */

/**
 * What the parser is given for a file: of an `.astro` file the frontmatter, each character where it was, and after it a call with every imported
 * name that the template mentions in a tag or in braces; of others the text itself. What the template's expressions do is not looked into.
 */
export function codeOf(file: string, text: string): string {
  if (!file.endsWith('.astro')) return text
  const opened = /^\uFEFF?\s*---/.exec(text)
  const start = opened?.[0].length ?? 0
  const end = opened === null ? -1 : text.indexOf('\n---', start - 1)
  if (opened === null || end < start) return text.replace(/[^\r\n]/g, ' ')
  const frontmatter = text.slice(start, end + 1)
  const used = namesInTemplate(text.slice(end + 4)).filter((name) => importsName(frontmatter, name))
  return `${opened[0].replace(/[^\r\n]/g, ' ')}${frontmatter}${used.length === 0 ? '' : `;$$template(${used.join(', ')})`}`
}

const importsName = (code: string, name: string): boolean =>
  new RegExp(`\\bimport\\b[^'"]*(?<![\\w$])${name.replaceAll('$', '\\$')}(?![\\w$])[^'"]*\\bfrom\\b`).test(code)

const NAME = /(?<![\w$.])[A-Za-z_$][\w$]*/g

/** Components by their tags, and all that is said within braces; scripts and styles are the browser's. */
function namesInTemplate(template: string): string[] {
  const markup = template.replace(/<(script|style)\b[^]*?<\/\1\s*>/gi, '')
  const names = new Set<string>()
  for (const [, name = ''] of markup.matchAll(/<([A-Z][\w$]*)/g)) names.add(name)
  let depth = 0
  let from = 0
  for (let at = 0; at < markup.length; at++) {
    const char = markup.charAt(at)
    if (char === '{' && depth++ === 0) from = at
    else if (char === '}' && depth > 0 && --depth === 0) for (const [name] of markup.slice(from, at).matchAll(NAME)) names.add(name)
  }
  return [...names]
}
