/** The examples of a rule's page as small applications. */

export type Files = Readonly<Record<string, string>>

export interface Example {
  /** The heading, for the test's name. */
  readonly title: string
  readonly kind: 'wrong' | 'right'
  /** What the page shows; a right example takes its other files from the wrong one above it. */
  readonly shown: Files
  readonly files: Files
}

const FENCE = /^```\w+ file=(\S+)\n([^]*?)^```$/gm

/** `### Wrong…` and `### Right…` sections, with the fenced blocks that name a file. */
export function examplesOf(page: string): readonly Example[] {
  const examples: Example[] = []
  let wrong: Files = {}
  for (const section of page.split(/^(?=#{2,3} )/m)) {
    const [, title = '', kind] = /^### ((Wrong|Right)\b.*)/.exec(section) ?? []
    if (kind === undefined) continue
    const shown = Object.fromEntries([...section.matchAll(FENCE)].map(([, file = '', text = '']) => [file, text]))
    if (kind === 'Wrong') wrong = shown
    examples.push(kind === 'Wrong' ? { title, kind: 'wrong', shown, files: shown } : { title, kind: 'right', shown, files: { ...wrong, ...shown } })
  }
  return examples
}

export const headingsOf = (page: string): readonly string[] => [...page.matchAll(/^#{1,2} .+$/gm)].map(([heading]) => heading)

const TSCONFIG = JSON.stringify({ compilerOptions: { paths: { '@/*': ['./*'] } } })
const PACKAGE = JSON.stringify({ dependencies: { mongoose: '9.12.1', next: '16.4.6' } })

/** What docs/rules/README.md says of files that a page does not show. */
export const withDefaults = (files: Files): Files => ({ 'package.json': PACKAGE, 'tsconfig.json': TSCONFIG, ...files })
