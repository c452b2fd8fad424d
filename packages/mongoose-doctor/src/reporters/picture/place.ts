/** Where connected boxes lie, and how lines run between them. */
import { layered, mean, type Line } from './layers.ts'

export interface Size {
  readonly width: number
  readonly height: number
}

export interface Point {
  readonly x: number
  readonly y: number
}

export type Flow = 'right' | 'down'

export interface Placed extends Size {
  /** The upper left corners of the boxes. */
  readonly boxes: readonly Point[]
  readonly lines: readonly Course[]
}

/** The way of a line from its first box to its last. */
export interface Course {
  /** Its points; a line that closes a circle runs against the flow. */
  readonly points: readonly Point[]
  /** Which way it runs along. */
  readonly flow: Flow
}

export interface PlacedLine extends Line {
  /** How far below the upper edge of `from` it starts, where it runs to the right. */
  readonly start: number
}

/** Between layers there is room for lines to turn; beside each other, for one to pass. */
const GAP = { layer: 84, down: 56, box: 22, passing: 9 }
/** How far below its upper edge a line meets a box from the left. */
const HEAD = 18

/** Sizes as one of the two flows sees them: layers follow each other `along`, boxes of a layer lie side by side `across`. */
interface Axes {
  readonly along: (size: Size) => number
  readonly across: (size: Size) => number
  readonly gap: number
  readonly point: (along: number, across: number) => Point
}

const axes: Readonly<Record<Flow, Axes>> = {
  right: { along: ({ width }) => width, across: ({ height }) => height, gap: GAP.layer, point: (along, across) => ({ x: along, y: across }) },
  down: { along: ({ height }) => height, across: ({ width }) => width, gap: GAP.down, point: (along, across) => ({ x: across, y: along }) },
}

const none: Size = { width: 0, height: 0 }

/** Boxes in layers, each as near as can be to those it is connected with. */
export function place(sizes: readonly Size[], lines: readonly PlacedLine[], flow: Flow): Placed {
  const { along, across, gap, point } = axes[flow]
  const { layers, routes } = layered(sizes.length, lines)
  const sizeOf = (node: number): Size => sizes[node] ?? none
  const breadth = (node: number): number => across(sizeOf(node))
  const middle = positions(layers, routes, breadth, (node) => (node < sizes.length ? GAP.box : GAP.passing))
  const layerOf = new Map(layers.flatMap((layer, index) => layer.map((node) => [node, index] as const)))
  const depths = layers.map((layer) => Math.max(0, ...layer.map((node) => along(sizeOf(node)))))
  const starts = depths.map((_, index) => depths.slice(0, index).reduce((sum, depth) => sum + depth + gap, 0))
  const startOf = (node: number): number => starts[layerOf.get(node) ?? 0] ?? 0
  const boxes = sizes.map((_, node) => point(startOf(node), Math.round((middle.get(node) ?? 0) - breadth(node) / 2)))
  const ports = flow === 'down' ? spread(lines, routes, boxes, sizes) : null
  const courses = lines.map(({ from, to, start }, index): Course => {
    const route = routes[index] ?? []
    const against = route[0] !== from
    const through = route.slice(1, -1).flatMap((node) => {
      const at = Math.round(middle.get(node) ?? 0)
      return [point(startOf(node), at), point(startOf(node) + (depths[layerOf.get(node) ?? 0] ?? 0), at)]
    })
    const [a, b] = [boxes[from] ?? { x: 0, y: 0 }, boxes[to] ?? { x: 0, y: 0 }]
    const first = ports === null ? { x: a.x + (against ? 0 : sizeOf(from).width), y: a.y + start } : { x: ports[index]?.from ?? a.x, y: a.y + (against ? 0 : sizeOf(from).height) }
    const last = ports === null ? { x: b.x + (against ? sizeOf(to).width : 0), y: b.y + HEAD } : { x: ports[index]?.to ?? b.x, y: b.y + (against ? sizeOf(to).height : 0) }
    return { points: [first, ...(against ? through.toReversed() : through), last], flow }
  })
  return fitted(boxes, courses, sizes)
}

/** Where each node's middle lies across its layer. */
function positions(layers: readonly (readonly number[])[], routes: readonly (readonly number[])[], breadth: (node: number) => number, gap: (node: number) => number): ReadonlyMap<number, number> {
  const neighbours = neighboursOf(routes)
  const middle = new Map<number, number>()
  for (const layer of layers) stack(layer, () => null, breadth, gap, middle)
  for (let sweep = 0; sweep < 8; sweep++) {
    const wanted = (node: number): number | null => mean((neighbours.get(node) ?? []).map((other) => middle.get(other) ?? 0))
    for (const layer of sweep % 2 === 0 ? layers : layers.toReversed()) stack(layer, wanted, breadth, gap, middle)
  }
  return middle
}

function neighboursOf(routes: readonly (readonly number[])[]): ReadonlyMap<number, readonly number[]> {
  const all = new Map<number, number[]>()
  for (const route of routes) {
    for (let i = 1; i < route.length; i++) {
      const [a, b] = [route[i - 1] ?? 0, route[i] ?? 0]
      all.set(a, [...(all.get(a) ?? []), b])
      all.set(b, [...(all.get(b) ?? []), a])
    }
  }
  return all
}

/** Side by side, each as near to where it is wanted as the others allow: least squares, by pooling those that are in each other's way. */
function stack(layer: readonly number[], wanted: (node: number) => number | null, breadth: (node: number) => number, gap: (node: number) => number, middle: Map<number, number>): void {
  const offsets: number[] = []
  let offset = 0
  for (const node of layer) {
    offsets.push(offset + breadth(node) / 2)
    offset += breadth(node) + gap(node)
  }
  const pools: { sum: number; size: number }[] = []
  layer.forEach((node, index) => {
    let pool = { sum: (wanted(node) ?? middle.get(node) ?? offsets[index] ?? 0) - (offsets[index] ?? 0), size: 1 }
    for (let before = pools.at(-1); before !== undefined && before.sum / before.size > pool.sum / pool.size; before = pools.at(-1)) {
      pool = { sum: pool.sum + before.sum, size: pool.size + before.size }
      pools.pop()
    }
    pools.push(pool)
  })
  const shifts = pools.flatMap(({ sum, size }) => Array.from({ length: size }, () => sum / size))
  layer.forEach((node, index) => middle.set(node, (offsets[index] ?? 0) + (shifts[index] ?? 0)))
}

/** Lines that leave or meet one box share its edge, in the order of where they lead. */
function spread(lines: readonly Line[], routes: readonly (readonly number[])[], boxes: readonly Point[], sizes: readonly Size[]): readonly { from: number; to: number }[] {
  const ports = lines.map(() => ({ from: 0, to: 0 }))
  const ends = lines.flatMap(({ from, to }, line) => {
    const against = routes[line]?.[0] !== from
    return [{ line, end: 'from' as const, node: from, other: to, side: against ? 'upper' : 'lower' }, { line, end: 'to' as const, node: to, other: from, side: against ? 'lower' : 'upper' }]
  })
  const groups = new Map<string, typeof ends>()
  for (const one of ends) groups.set(`${one.node} ${one.side}`, [...(groups.get(`${one.node} ${one.side}`) ?? []), one])
  for (const group of groups.values()) {
    group.sort((a, b) => (boxes[a.other]?.x ?? 0) - (boxes[b.other]?.x ?? 0) || a.line - b.line)
    group.forEach(({ line, end, node }, index) => {
      const port = ports[line]
      if (port !== undefined) port[end] = Math.round((boxes[node]?.x ?? 0) + ((sizes[node]?.width ?? 0) * (index + 1)) / (group.length + 1))
    })
  }
  return ports
}

/** Moved so that nothing lies left of or above the origin. */
function fitted(boxes: readonly Point[], courses: readonly Course[], sizes: readonly Size[]): Placed {
  const points = [...boxes, ...courses.flatMap((course) => course.points)]
  const [left, top] = [Math.min(...points.map(({ x }) => x)), Math.min(...points.map(({ y }) => y))]
  const moved = ({ x, y }: Point): Point => ({ x: x - left, y: y - top })
  const corners = [...points, ...boxes.map(({ x, y }, node) => ({ x: x + (sizes[node]?.width ?? 0), y: y + (sizes[node]?.height ?? 0) }))].map(moved)
  return {
    boxes: boxes.map(moved), lines: courses.map(({ points: all, flow }) => ({ points: all.map(moved), flow })),
    width: Math.max(...corners.map(({ x }) => x)), height: Math.max(...corners.map(({ y }) => y)),
  }
}
