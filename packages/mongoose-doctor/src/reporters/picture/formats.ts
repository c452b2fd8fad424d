/** The formats of a picture by name. */
import { json } from '../json.ts'
import { dot } from './dot.ts'
import { mermaid } from './mermaid.ts'
import type { Picture } from './picture.ts'
import { svg } from './svg.ts'

export const pictureFormats = ['mermaid', 'dot', 'svg', 'json'] as const

export type PictureFormat = (typeof pictureFormats)[number]

/** The picture in one format, ending with a line feed. */
export function draw(format: PictureFormat, picture: Picture): string {
  switch (format) {
    case 'mermaid':
      return mermaid(picture)
    case 'dot':
      return dot(picture)
    case 'svg':
      return `${svg(picture, true)}\n`
    case 'json':
      return json(picture)
  }
}
