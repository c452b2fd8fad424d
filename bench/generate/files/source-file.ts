/** A file of the made-up application, and the kinds that are counted when proportions are checked. */

export type Kind = 'model' | 'route' | 'page' | 'action' | 'component' | 'hook' | 'server' | 'utility' | 'type' | 'barrel' | 'test' | 'configuration'

export interface SourceFile {
  path: string
  kind: Kind
  text: string
}

/** Lines, or groups of them, as one text; what is empty or false leaves no line. */
export function lines(...parts: readonly (string | false | null | undefined | readonly string[])[]): string {
  return parts.flat().filter((part) => typeof part === 'string').join('\n')
}

/** Moves each line of a text to the right. */
export function indent(text: string, by = 2): string {
  return text.replaceAll(/^(?=.)/gm, ' '.repeat(by))
}
