/** What is drawn, before it is text of any kind: boxes, and arrows between them. Names are the project's, and not escaped yet. */

export interface Picture {
  /** In a few words, for a title. */
  readonly title: string
  /** Where arrows lead. */
  readonly flow: 'right' | 'down'
  readonly parts: readonly Part[]
}

/** Boxes without an arrow to those of another part. */
export interface Part {
  readonly title: string | null
  readonly boxes: readonly Box[]
  readonly arrows: readonly Arrow[]
}

export interface Box {
  /** Letters and digits; no other box of the picture has it. */
  readonly id: string
  readonly kind: 'entry' | 'module' | 'import' | 'query' | 'ref' | 'load' | 'model' | 'undefined-model'
  readonly name: string
  /** A file, with its line if there is one. */
  readonly place: string | null
  /** What is to be said of it. */
  readonly notes: readonly string[]
  /** What is wrong with it, in a few words; '' when that is said by the arrow that leads to it. null: nothing. */
  readonly wrong: string | null
  /** A model's refs, in the words that are shown. */
  readonly rows: readonly Row[]
}

export interface Row {
  /** The paths of a ref. */
  readonly text: string
  /** The model that they name; null: the text is all. */
  readonly target: string | null
  /** Whether an arrow says it too. */
  readonly isDrawn: boolean
}

export interface Arrow {
  readonly from: string
  readonly to: string
  readonly label: string
  readonly kind: 'whole' | 'broken' | 'unsure'
  /** The row of `from` that it starts at; null: the box. */
  readonly row: number | null
}

/** What is written below a box's name, for those who write no row that an arrow says too. */
export function moreLines({ place, wrong, notes, rows }: Box): readonly string[] {
  return [...(place === null ? [] : [place]), ...(wrong ? [wrong] : []), ...notes, ...rows.filter(({ isDrawn }) => !isDrawn).map(rowText)]
}

export const rowText = ({ text, target }: Row): string => (target === null ? text : `${text} → ${target}`)

/** Not by its look alone. */
export const arrowText = ({ label, kind }: Arrow): string => (kind === 'broken' ? `✗ ${label}` : kind === 'unsure' ? `? ${label}` : label)

/** For those that lay out by themselves: several chains are rows, for one beside the other they are too wide. */
export const directionOf = ({ flow, parts }: Picture): 'TB' | 'LR' => (flow === 'down' && parts.length < 2 ? 'TB' : 'LR')
