/** How the lines of a file are written, for the few that a rule adds. */
export interface Layout {
  /** What one level is set in by. */
  readonly step: string
  /** `;` or nothing. */
  readonly end: string
}

export function layoutOf(text: string): Layout {
  const indents = [...text.matchAll(/^([ \t]+)\S/gm)].map(([, indent = '']) => indent)
  const step = indents.some((indent) => indent.startsWith('\t')) ? '\t' : indents.length > 0 && indents.every((indent) => indent.length % 4 === 0) ? '    ' : '  '
  return { step, end: /;[ \t]*$/m.test(text) ? ';' : '' }
}
