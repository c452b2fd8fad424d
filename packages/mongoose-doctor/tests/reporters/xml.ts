import { SaxesParser } from 'saxes'

export interface Element {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  /** Its own text, without that of its elements. */
  text: string
}

/** Every element in order. @throws where the text is not well-formed XML 1.0 */
export function elementsOf(text: string): Element[] {
  const parser = new SaxesParser()
  const all: Element[] = []
  const open: Element[] = []
  parser.on('error', (error) => { throw error })
  parser.on('opentag', ({ name, attributes }) => {
    const element = { name, attributes: Object.fromEntries(Object.entries(attributes).map(([key, value]) => [key, String(value)])), text: '' }
    all.push(element)
    open.push(element)
  })
  parser.on('text', (part) => { const last = open.at(-1); if (last) last.text += part })
  parser.on('closetag', () => void open.pop())
  parser.write(text).close()
  return all
}

export const named = (elements: readonly Element[], name: string): Element[] => elements.filter((element) => element.name === name)
