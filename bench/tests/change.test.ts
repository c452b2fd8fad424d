import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { change, type Report } from '../run/ours.ts'

let directory = ''
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'bench-test-'))
  mkdirSync(join(directory, 'components'))
  writeFileSync(join(directory, 'components/a.tsx'), "import 'mongoose'\n")
  writeFileSync(join(directory, 'components/b.tsx'), 'export const B = () => <p />\n')
  writeFileSync(join(directory, 'route.ts'), 'export async function GET(request: Request) {\n  return Response.json({})\n}\n')
})
afterEach(() => rmSync(directory, { recursive: true }))

const report: Report = { apps: [{ root: '.', entries: [{ file: 'route.ts', kind: 'route-handler' }] }], findings: [], stats: { files: 3, bytes: 0 } }

test('a component without Mongoose is changed at its end', () => {
  expect(change('component changed', target(), report, 3)).toBe(true)
  expect(read('components/b.tsx')).toBe('export const B = () => <p />\n\n// 3\n')
  expect(read('components/a.tsx')).toBe("import 'mongoose'\n")
})

test('a route is changed in the body of a handler, differently each time', () => {
  change('route changed', target(), report, 1)
  const first = read('route.ts')
  expect(first).toBe('export async function GET(request: Request) {\n  void 1\n  return Response.json({})\n}\n')
  change('route changed', target(), report, 2)
  expect(read('route.ts')).not.toBe(first)
})

test('what has no such file is not measured', () => {
  expect(change('route changed', target(), { ...report, apps: [] }, 1)).toBe(false)
})

function target() {
  return { directory, scratch: directory, tsconfig: null }
}

function read(file: string): string {
  return readFileSync(join(directory, file), 'utf8')
}
