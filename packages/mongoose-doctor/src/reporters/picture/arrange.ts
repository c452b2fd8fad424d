/** The whole of a drawing: connected boxes together, the rest in columns below. */
import { place, type Course, type Placed, type PlacedLine, type Point, type Size } from './place.ts'

const GAP = 28
/** Of a page; wider only where one group of boxes is. */
const WIDTH = 1340

const none: Size = { width: 0, height: 0 }

/** What is connected is placed together, group beside group; boxes without a line come last, in columns. */
export function arrange(sizes: readonly Size[], lines: readonly PlacedLine[]): Placed {
  const groups = groupsOf(sizes.length, lines)
  const boxes: Point[] = sizes.map(() => ({ x: 0, y: 0 }))
  const drawn: Course[] = lines.map(() => ({ points: [], flow: 'right' }))
  let [x, y, row, width] = [0, 0, 0, 0]
  for (const { nodes, own } of groups) {
    if (own.length === 0) continue
    const placed = placedGroup(nodes, own.flatMap((at) => lines[at] ?? []), sizes)
    if (x > 0 && x + placed.width > WIDTH) [x, y, row] = [0, y + row + GAP, 0]
    const moved = (point: Point): Point => ({ x: point.x + x, y: point.y + y })
    nodes.forEach((node, at) => { boxes[node] = moved(placed.boxes[at] ?? { x: 0, y: 0 }) })
    own.forEach((line, at) => { drawn[line] = { flow: placed.lines[at]?.flow ?? 'right', points: (placed.lines[at]?.points ?? []).map(moved) } })
    width = Math.max(width, x + placed.width)
    row = Math.max(row, placed.height)
    x += placed.width + GAP
  }
  const alone = groups.flatMap(({ nodes, own }) => (own.length === 0 ? nodes : []))
  const below = columns(alone.map((node) => sizes[node] ?? none), width === 0 ? 0 : y + row + GAP)
  alone.forEach((node, at) => { boxes[node] = below.boxes[at] ?? { x: 0, y: 0 } })
  return { boxes, lines: drawn, width: Math.max(width, below.width), height: Math.max(y + row, below.height) }
}

/** To the right, so that a line starts at the row that says it; downwards where that is too wide for a page. */
function placedGroup(nodes: readonly number[], lines: readonly PlacedLine[], sizes: readonly Size[]): Placed {
  const index = new Map(nodes.map((node, at) => [node, at]))
  const own = nodes.map((node) => sizes[node] ?? none)
  const inside = lines.map((line) => ({ ...line, from: index.get(line.from) ?? 0, to: index.get(line.to) ?? 0 }))
  const right = place(own, inside, 'right')
  if (right.width <= WIDTH) return right
  const down = place(own, inside, 'down')
  return down.width < right.width ? down : right
}

interface Group {
  readonly nodes: readonly number[]
  /** The lines between them. */
  readonly own: readonly number[]
}

/** The largest group first, else in the order of the nodes. */
function groupsOf(count: number, lines: readonly PlacedLine[]): readonly Group[] {
  const leader = Array.from({ length: count }, (_, node) => node)
  const find = (node: number): number => {
    let at = node
    while (leader[at] !== at) at = leader[at] ?? at
    return at
  }
  for (const { from, to } of lines) leader[Math.max(find(from), find(to))] = Math.min(find(from), find(to))
  const groups = new Map<number, { nodes: number[]; own: number[] }>()
  for (let node = 0; node < count; node++) {
    const group = groups.get(find(node)) ?? { nodes: [], own: [] }
    group.nodes.push(node)
    groups.set(find(node), group)
  }
  lines.forEach(({ from }, line) => groups.get(find(from))?.own.push(line))
  return [...groups.values()].toSorted((a, b) => b.nodes.length - a.nodes.length)
}

/** Each box in the column that is shortest so far. */
function columns(sizes: readonly Size[], top: number): { readonly boxes: readonly Point[] } & Size {
  const width = Math.max(1, ...sizes.map((size) => size.width))
  const bottoms = Array.from({ length: Math.max(1, Math.floor((WIDTH + GAP) / (width + GAP))) }, () => top)
  const boxes = sizes.map((size): Point => {
    const column = bottoms.indexOf(Math.min(...bottoms))
    const y = bottoms[column] ?? top
    bottoms[column] = y + size.height + GAP / 2
    return { x: column * (width + GAP), y }
  })
  return { boxes, width: Math.max(0, ...boxes.map((box, at) => box.x + (sizes[at]?.width ?? 0))), height: Math.max(0, ...boxes.map((box, at) => box.y + (sizes[at]?.height ?? 0))) }
}
