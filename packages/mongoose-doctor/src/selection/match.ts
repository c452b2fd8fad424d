/**
 * Matches an entry's file by its path, its folder or a glob of `*`, `**`, `?` and `{a,b}`.
 * Brackets and parentheses mean themselves: they are part of Next.js's file names.
 */
export function fileMatcher(pattern: string): (file: string) => boolean {
  const wanted = pattern.replaceAll('\\', '/').replace(/^\.\//, '').replace(/\/$/, '')
  const glob = toRegExp(wanted)
  return (file) => file === wanted || file.startsWith(`${wanted}/`) || glob.test(file)
}

function toRegExp(glob: string): RegExp {
  let source = ''
  let depth = 0
  for (let i = 0; i < glob.length; i++) {
    const c = glob.charAt(i)
    if (c === '*' && glob.charAt(i + 1) === '*') {
      const folder = glob.charAt(i + 2) === '/'
      source += folder ? '(?:.*/)?' : '.*'
      i += folder ? 2 : 1
    } else if (c === '*') source += '[^/]*'
    else if (c === '?') source += '[^/]'
    else if (c === '{' && glob.includes('}', i)) {
      depth++
      source += '(?:'
    } else if (c === '}' && depth > 0) {
      depth--
      source += ')'
    } else source += c === ',' && depth > 0 ? '|' : c.replace(/[\\^$.|+()[\]{}]/, '\\$&')
  }
  return new RegExp(`^${source}${')'.repeat(depth)}$`, 's')
}
