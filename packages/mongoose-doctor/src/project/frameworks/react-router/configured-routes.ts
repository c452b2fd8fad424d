/** Which route modules does routes.ts name? Read from its calls, never executed; how they nest does not matter, for one bundle holds them all. */
import { Visitor, type Argument, type CallExpression } from 'oxc-parser'
import { parseConfig } from '../../parse-config.ts'
import { child, join, parent } from '../../paths.ts'
import type { Problem } from '../../project.ts'
import type { Tree } from '../../walk.ts'
import { fileRoutes } from './file-routes.ts'

/** Where the module's path stands among the arguments. */
const MODULE_ARGUMENT: ReadonlyMap<string, number> = new Map([['route', 1], ['index', 0], ['layout', 0]])
const ENDINGS = ['', '.tsx', '.ts', '.jsx', '.js']

/** Also those of the files that it imports relatively. What cannot be read is a problem. */
export function configuredRoutes(tree: Tree, config: string, appDir: string): { readonly files: readonly string[]; readonly problems: readonly Problem[] } {
  const files = new Set<string>()
  const problems: Problem[] = []
  const pending = [config]
  const seen = new Set(pending)

  function read(file: string): void {
    const text = tree.read(file)
    const parsed = text === null ? { reason: 'could not be opened', at: null } : parseConfig(file, text)
    if ('reason' in parsed) {
      problems.push({ file, at: parsed.at, reason: `This list of routes ${parsed.reason}.` })
      return
    }
    new Visitor({
      ImportDeclaration({ source, importKind }) {
        const path = importKind === 'type' || !source.value.startsWith('.') ? null : join(parent(file) ?? '', source.value)
        const found = path === null ? undefined : ENDINGS.map((ending) => path + ending).find((name) => tree.has(name))
        if (found === undefined || seen.has(found)) return
        seen.add(found)
        pending.push(found)
      },
      CallExpression: (call) => { take(file, call) },
    }).visit(parsed.program)
  }

  function take(file: string, call: CallExpression): void {
    const name = call.callee.type === 'Identifier' ? call.callee.name : null
    if (name === 'flatRoutes') {
      for (const each of fileRoutes(tree, child(appDir, rootDirectory(call.arguments[0]) ?? 'routes'))) files.add(each)
      return
    }
    const at = name === null ? undefined : MODULE_ARGUMENT.get(name)
    if (name === 'relative' || name === 'remixRoutesOptionAdapter' || name === 'remixConfigRoutes') unread(file, call.start, `${name}()`)
    if (name === null || at === undefined) return
    const written = constant(call.arguments[at])
    if (written === null) { unread(file, call.start, `this ${name}()`); return }
    const path = join(appDir, written)
    const found = path === null ? undefined : ENDINGS.map((ending) => path + ending).find((one) => tree.has(one))
    if (found !== undefined) files.add(found)
  }
  const unread = (file: string, at: number, what: string): void => {
    problems.push({ file, at, reason: `Which route modules ${what} adds cannot be read without running this file.` })
  }

  for (let file = pending.pop(); file !== undefined; file = pending.pop()) read(file)
  return { files: [...files], problems }
}

const constant = (argument: Argument | undefined): string | null => {
  if (argument?.type === 'TemplateLiteral' && argument.expressions.length === 0) return argument.quasis[0]?.value.cooked ?? null
  return argument?.type === 'Literal' && typeof argument.value === 'string' ? argument.value : null
}

/** `flatRoutes({ rootDirectory: 'pages' })`. */
function rootDirectory(options: Argument | undefined): string | null {
  if (options?.type !== 'ObjectExpression') return null
  for (const property of options.properties) {
    if (property.type !== 'Property' || property.key.type !== 'Identifier' || property.key.name !== 'rootDirectory') continue
    return property.value.type === 'Literal' && typeof property.value.value === 'string' ? property.value.value : null
  }
  return null
}
