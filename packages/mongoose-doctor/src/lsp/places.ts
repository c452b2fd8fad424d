/** From lines and offsets of what was examined to ranges of what the editor shows, and back. */
import type { Position, Range } from 'vscode-languageserver'
import { TextDocument } from 'vscode-languageserver-textdocument'
import type { Span } from '../kernel/place.ts'
import type { Sources } from '../kernel/report.ts'
import { withoutMark } from './documents.ts'
import { mapping } from './mapping.ts'

/** As a report counts: from 1, in UTF-16 units. */
export interface Lines {
  readonly line: number
  readonly column: number
  readonly endLine: number
  readonly endColumn: number
}

interface Pair {
  readonly examined: TextDocument
  readonly shown: TextDocument
  /** Of the document, which changes in place; null: it is not open. */
  readonly version: number | null
  readonly to: (offset: number) => number
}

export class Places {
  readonly #sources: Sources
  readonly #open: (file: string) => TextDocument | null
  readonly #pairs = new Map<string, Pair>()

  /**
   * @param sources the texts that were examined
   * @param open the document of a file, if it is open
   */
  constructor(sources: Sources, open: (file: string) => TextDocument | null) {
    this.#sources = sources
    this.#open = open
  }

  #pair(file: string): Pair {
    const open = this.#open(file)
    const known = this.#pairs.get(file)
    const version = open?.version ?? null
    if (known !== undefined && known.version === version) return known
    const text = known?.examined.getText() ?? this.#sources.text(file) ?? open?.getText() ?? ''
    const shown = open?.getText() ?? withoutMark(text)
    const examined = known?.examined ?? TextDocument.create(file, '', 0, text)
    const pair = { examined, shown: open ?? TextDocument.create(file, '', 0, shown), version, to: mapping(text, shown) }
    this.#pairs.set(file, pair)
    return pair
  }

  /** Of lines and columns of a report. */
  range(file: string, { line, column, endLine, endColumn }: Lines): Range {
    const { examined } = this.#pair(file)
    const offset = (at: number, character: number): number => examined.offsetAt({ line: at - 1, character: character - 1 })
    return this.span(file, { start: offset(line, column), end: offset(endLine, endColumn) })
  }

  /** A whole line, without the white space around it. */
  line(file: string, line: number): Range {
    const { examined } = this.#pair(file)
    const start = examined.offsetAt({ line: line - 1, character: 0 })
    const text = examined.getText().slice(start, examined.offsetAt({ line: line - 1, character: Number.MAX_SAFE_INTEGER }))
    return this.span(file, { start: start + (text.length - text.trimStart().length), end: start + text.trimEnd().length })
  }

  span(file: string, { start, end }: Span): Range {
    const { shown, to } = this.#pair(file)
    return { start: shown.positionAt(to(start)), end: shown.positionAt(Math.max(to(start), to(end))) }
  }

  /** Where a place of the editor is in what was examined. */
  offset(file: string, position: Position): number {
    const { examined, shown } = this.#pair(file)
    return mapping(shown.getText(), examined.getText())(shown.offsetAt(position))
  }
}
