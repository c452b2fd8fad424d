/** Layers of a graph: each node left of what it leads to, circles cut where they close. */

export interface Line {
  readonly from: number
  readonly to: number
}

export interface Layered {
  /** Nodes by layer, from the left. Nodes from `count` on stand for lines on their way through a layer. */
  readonly layers: readonly (readonly number[])[]
  /** For each line its nodes from left to right; a line that closes a circle leads to the left, and is turned. */
  readonly routes: readonly (readonly number[])[]
}

/** @param count nodes are numbered from 0 */
export function layered(count: number, lines: readonly Line[]): Layered {
  const closing = closesCircle(count, lines)
  const turned = lines.map(({ from, to }, index) => (closing.has(index) ? { from: to, to: from } : { from, to }))
  const height = heights(count, turned)
  const most = Math.max(0, ...height)
  const layerOf = (node: number): number => most - (height[node] ?? 0)
  const layers: number[][] = Array.from({ length: most + 1 }, () => [])
  for (let node = 0; node < count; node++) layers[layerOf(node)]?.push(node)
  let next = count
  const routes = turned.map(({ from, to }) => {
    const between = layers.slice(layerOf(from) + 1, layerOf(to)).map((layer) => {
      layer.push(next)
      return next++
    })
    return [from, ...between, to]
  })
  return { layers: ordered(layers, routes), routes }
}

/** Lines that lead back to where a walk comes from. */
function closesCircle(count: number, lines: readonly Line[]): ReadonlySet<number> {
  const out: { to: number; line: number }[][] = Array.from({ length: count }, () => [])
  lines.forEach(({ from, to }, line) => out[from]?.push({ to, line }))
  const closing = new Set<number>()
  const state = new Uint8Array(count)
  const [OPEN, DONE] = [1, 2]
  for (let start = 0; start < count; start++) {
    const stack = state[start] === DONE ? [] : [{ node: start, next: 0 }]
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      state[top.node] ||= OPEN
      const edge = out[top.node]?.[top.next++]
      if (edge === undefined) {
        state[top.node] = DONE
        stack.pop()
      } else if (state[edge.to] === OPEN) closing.add(edge.line)
      else if (state[edge.to] !== DONE) stack.push({ node: edge.to, next: 0 })
    }
  }
  return closing
}

/** The longest way from each node to one that leads nowhere. There are no circles. */
function heights(count: number, lines: readonly Line[]): readonly number[] {
  const into: number[][] = Array.from({ length: count }, () => [])
  const left = new Uint32Array(count)
  for (const { from, to } of lines) {
    into[to]?.push(from)
    left[from] = (left[from] ?? 0) + 1
  }
  const height = Array.from({ length: count }, () => 0)
  const ready = Array.from({ length: count }, (_, node) => node).filter((node) => left[node] === 0)
  for (const node of ready) {
    for (const from of into[node] ?? []) {
      height[from] = Math.max(height[from] ?? 0, (height[node] ?? 0) + 1)
      left[from] = (left[from] ?? 0) - 1
      if (left[from] === 0) ready.push(from)
    }
  }
  return height
}

const SWEEPS = 8

/** Each layer in the order of the mean of its neighbours' places, from both sides in turns: few lines cross. */
function ordered(layers: readonly number[][], routes: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const left = new Map<number, number[]>()
  const right = new Map<number, number[]>()
  for (const route of routes) {
    for (let i = 1; i < route.length; i++) {
      const [a, b] = [route[i - 1] ?? 0, route[i] ?? 0]
      left.set(b, [...(left.get(b) ?? []), a])
      right.set(a, [...(right.get(a) ?? []), b])
    }
  }
  const place = new Map<number, number>()
  const note = (layer: readonly number[]): void => layer.forEach((node, index) => place.set(node, index))
  const met = metFrom(layers, right)
  for (const layer of layers) {
    layer.sort((a, b) => (met.get(a) ?? 0) - (met.get(b) ?? 0))
    note(layer)
  }
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const rightwards = sweep % 2 === 0
    for (const layer of rightwards ? layers : layers.toReversed()) {
      const wanted = new Map(layer.map((node) => [node, mean(((rightwards ? left : right).get(node) ?? []).map((other) => place.get(other) ?? 0)) ?? place.get(node) ?? 0]))
      layer.sort((a, b) => (wanted.get(a) ?? 0) - (wanted.get(b) ?? 0) || a - b)
      note(layer)
    }
  }
  return layers
}

/** The order in which a walk from the left meets the nodes: what the first layers lead to comes first, so that a picture begins in its corner. */
function metFrom(layers: readonly (readonly number[])[], right: ReadonlyMap<number, readonly number[]>): ReadonlyMap<number, number> {
  const met = new Map<number, number>()
  const stack = layers.flat().reverse()
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (met.has(node)) continue
    met.set(node, met.size)
    stack.push(...(right.get(node) ?? []).toReversed())
  }
  return met
}

export function mean(numbers: readonly number[]): number | null {
  return numbers.length === 0 ? null : numbers.reduce((sum, one) => sum + one, 0) / numbers.length
}
