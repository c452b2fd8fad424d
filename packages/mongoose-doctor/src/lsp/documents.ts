/** What is open in the editor, and the last text of each document that parses. */
import { TextDocument } from 'vscode-languageserver-textdocument'
import { readModule } from '../facts/module.ts'

export interface OpenDocument {
  readonly document: TextDocument
  /** Its file, relative to the folder. */
  readonly file: string
}

/** Longer ones are not read from the disk either. */
const LONGEST = 5_000_000

/** While a document does not parse, its last text that did stands in: half a word takes no finding away. */
export class Texts {
  readonly #parsed = new WeakMap<TextDocument, { readonly version: number; readonly good: string | null }>()

  /** null: there is none yet, and what is on the disk stands. */
  good({ document, file }: OpenDocument): string | null {
    const known = this.#parsed.get(document)
    if (known?.version === document.version) return known.good
    const text = document.getText()
    const good = text.length <= LONGEST && readModule(file, text).error === null ? text : known?.good ?? null
    this.#parsed.set(document, { version: document.version, good })
    return good
  }
}

/** Editors keep a byte order mark apart from the text. */
export const withoutMark = (text: string): string => (text.startsWith('\ufeff') ? text.slice(1) : text)
