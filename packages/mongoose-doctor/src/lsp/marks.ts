/** How an editor is told what is code, what is a link: some show Markdown, some plain text only. */
import { escapeText } from '../reporters/escape.ts'
import { code, prose } from '../reporters/markdown-text.ts'

/** Whatever comes of the project stays text in both. */
export interface Marks {
  readonly code: (text: string) => string
  readonly prose: (text: string) => string
  readonly strong: (text: string) => string
  readonly link: (text: string, uri: string, line: number) => string
}

export const markdown: Marks = {
  code, prose,
  strong: (text) => `**${prose(text)}**`,
  link: (text, uri, line) => `[${code(text)}](<${uri}#L${line}>)`,
}

export const plain: Marks = { code: escapeText, prose: escapeText, strong: escapeText, link: escapeText }
