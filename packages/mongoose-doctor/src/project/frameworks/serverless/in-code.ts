/** AWS Lambda, where code says which functions there are: the constructs of the CDK, and those of SST. The code is read, and not run. */
import type { Node } from 'oxc-parser'
import { packageAt } from '../../packages.ts'
import { parseConfig } from '../../parse-config.ts'
import { basename, isBelow, join, parent } from '../../paths.ts'
import { sourceOf } from '../../source-of.ts'
import { isTest } from '../../walk.ts'
import type { Around } from '../adapter.ts'
import type { Deployed, Platform } from './platform.ts'

const CODE = /\.(?:[cm]?js|[cm]?ts)$/
/** Folders in which stacks are written. */
const STACKS = /(?:^|\/)(?:bin|lib|stacks?|infra|infrastructure|cdk|constructs?)\/|[-.]?stack\.[cm]?[jt]s$/i

const stacksBelow = ({ tree }: Around, dir: string): readonly string[] =>
  tree.files.filter((file) => isBelow(file, dir) && CODE.test(file) && !isTest(file) && STACKS.test(dir === '' ? file : file.slice(dir.length + 1)))

/** `new NodejsFunction(this, 'list', { entry: path.join(__dirname, '../src/list.ts'), handler: 'main' })`, `new Function(…, { code: Code.fromAsset('dist'), handler: 'list.main' })` */
export const cdk: Platform = (around, file) => {
  const dir = parent(file) ?? ''
  const functions = stacksBelow(around, dir).flatMap((stack) => {
    const text = around.tree.read(stack) ?? ''
    return /\bFunction\s*\(/.test(text) || text.includes('NodejsFunction') ? objectsIn(stack, text).flatMap((fields) => constructOf(around, dir, stack, fields)) : []
  })
  return { functions, problems: [] }
}

function constructOf(around: Around, dir: string, stack: string, fields: ReadonlyMap<string, Node>): readonly Deployed[] {
  const [entry, handler] = [textOf(fields.get('entry'), stack), textOf(fields.get('handler'), stack)]
  if (entry !== null) return found(around, dir, entry, handler ?? 'handler', true)
  const code = fields.get('code')
  const asset = code?.type === 'CallExpression' ? textOf(code.arguments[0], stack) : null
  const dot = handler?.lastIndexOf('.') ?? -1
  return asset === null || handler === null || dot <= 0 ? [] : found(around, dir, `${asset.replace(/\/$/, '')}/${handler.slice(0, dot)}`, handler.slice(dot + 1), false)
}

/** Handlers as SST writes them, from the folder of sst.config.ts on: `handler: 'src/list.main'`, `'GET /users': 'src/list.main'`. */
export const sst: Platform = (around, file) => {
  const dir = parent(file) ?? ''
  const files = [file, ...stacksBelow(around, dir)]
  const functions = files.flatMap((one) => {
    const text = around.tree.read(one) ?? ''
    if (!/\bsst\b/.test(text)) return []
    // A path with a folder, and the name of an export.
    return [...text.matchAll(/(['"`])(?:\.\/)?((?:[\w@.[\]-]+\/)+[\w.[\]-]+)\.([A-Za-z_$][\w$]*)\1/g)].flatMap(([, , name = '', called = '']) => (CODE.test(`.${called}`) ? [] : found(around, dir, name, called, true)))
  })
  return { functions, problems: [] }
}

function found({ tree, packages, tsconfigs }: Around, dir: string, path: string, called: string, bundled: boolean): readonly Deployed[] {
  const home = packageAt(packages, dir)?.dir ?? ''
  const source = path.startsWith('/') ? sourceOf(tree, path.slice(1), '', home, tsconfigs.allIn(home)) : sourceOf(tree, path, dir, home, tsconfigs.allIn(home))
  return source === null || !CODE.test(basename(source)) ? [] : [{ file: source, calls: [called], bundled }]
}

/** Object literals of a file, as the expressions of their properties. */
function objectsIn(file: string, text: string): readonly ReadonlyMap<string, Node>[] {
  const parsed = parseConfig(file, text)
  if ('reason' in parsed) return []
  const objects: ReadonlyMap<string, Node>[] = []
  const queue: unknown[] = [parsed.program]
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (Array.isArray(next)) { for (const each of next) if (each !== null && typeof each === 'object') queue.push(each); continue }
    const node = next as Node
    if (node.type === 'ObjectExpression') {
      objects.push(new Map(node.properties.flatMap((one): [string, Node][] => (one.type === 'Property' && one.key.type === 'Identifier' ? [[one.key.name, one.value]] : []))))
    }
    for (const each of Object.values(node)) if (each !== null && typeof each === 'object') queue.push(each)
  }
  return objects
}

/** A text, or a path that is put together from the folder of the file: that begins with a slash, and is relative to the root of the project. */
function textOf(node: Node | undefined, file: string): string | null {
  if (node?.type === 'Literal') return typeof node.value === 'string' ? node.value : null
  if (node?.type === 'TemplateLiteral' && node.expressions.length === 0) return node.quasis[0]?.value.cooked ?? null
  if (node?.type !== 'CallExpression' || node.callee.type !== 'MemberExpression' || node.callee.property.type !== 'Identifier' || !/^(?:join|resolve)$/.test(node.callee.property.name)) return null
  const parts = node.arguments.map((one) => (one.type === 'Identifier' && one.name === '__dirname' ? '' : textOf(one, file)))
  const path = parts.includes(null) ? null : join(parent(file) ?? '', parts.filter((part) => part !== '').join('/'))
  return path === null ? null : `/${path}`
}
