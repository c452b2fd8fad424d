/** Made-up applications: models that refer to each other, libraries, a barrel, routes with imports of every kind. */
import * as fc from 'fast-check'
import type { Files } from '../fixtures/fixture.ts'
import { nextApp } from '../fixtures/next/base.ts'

/** `unused` and `type` are erased by TypeScript. */
export type Form = 'effect' | 'used' | 'unused' | 'type'
export type Target = { readonly kind: 'model' | 'lib'; readonly at: number } | { readonly kind: 'barrel'; readonly at: number }
export interface Import { readonly target: Target; readonly form: Form }

export type Step =
  | { readonly kind: 'load'; readonly model: number; readonly how: 'awaited' | 'unawaited' | 'branch' }
  | { readonly kind: 'query'; readonly model: number }
  | { readonly kind: 'call'; readonly lib: number }
  | { readonly kind: 'leave' }

export interface Module { readonly imports: readonly Import[] }
export interface Lib extends Module { readonly steps: readonly Step[] }
export interface Application {
  /** `ref` is the model that a query on it populates; models import only those before them. */
  readonly models: readonly (Module & { readonly ref: number })[]
  readonly barrel: readonly number[]
  readonly libs: readonly Lib[]
  readonly routes: readonly Lib[]
}

const MODELS = 5
const LIBS = 3
const form = fc.constantFrom<Form[]>('effect', 'used', 'unused', 'type')
const model = fc.nat(MODELS - 1)
const load = fc.record({ kind: fc.constant('load' as const), model, how: fc.constantFrom('awaited' as const, 'awaited' as const, 'unawaited' as const, 'branch' as const) })
const query = fc.record({ kind: fc.constant('query' as const), model })

const importOf = (models: number, libs: number, barrel: boolean): fc.Arbitrary<Import> => {
  const targets: fc.Arbitrary<Target>[] = []
  if (models > 0) targets.push(fc.record({ kind: fc.constant('model' as const), at: fc.nat(models - 1) }))
  if (libs > 0) targets.push(fc.record({ kind: fc.constant('lib' as const), at: fc.nat(libs - 1) }))
  if (barrel) targets.push(fc.record({ kind: fc.constant('barrel' as const), at: fc.nat(MODELS - 1) }))
  return fc.record({ target: fc.oneof(...targets), form })
}
const importsOf = (models: number, libs: number, barrel: boolean, most: number): fc.Arbitrary<Import[]> =>
  models + libs === 0 ? fc.constant([]) : fc.array(importOf(models, libs, barrel), { maxLength: most })

const drawn: fc.Arbitrary<Application> = fc.record({
  models: fc.tuple(...Array.from({ length: MODELS }, (_, i) => fc.record({ imports: importsOf(i, 0, false, 1), ref: model }))),
  barrel: fc.uniqueArray(model, { minLength: 1 }),
  libs: fc.tuple(...Array.from({ length: LIBS }, (_, i) => fc.record({
    imports: importsOf(MODELS, i, true, 2),
    steps: fc.array(fc.oneof(load, query, ...(i > 0 ? [fc.record({ kind: fc.constant('call' as const), lib: fc.nat(i - 1) })] : [])), { maxLength: 3 }),
  }))),
  routes: fc.array(fc.record({
    imports: importsOf(MODELS, LIBS, true, 3),
    steps: fc.array(fc.oneof(load, query, query, fc.record({ kind: fc.constant('call' as const), lib: fc.nat(LIBS - 1) }), fc.record({ kind: fc.constant('leave' as const) })), { minLength: 1, maxLength: 5 }),
  }), { minLength: 1, maxLength: 2 }),
})

/** Of the barrel only what it has is imported. */
export const application = drawn.map((app): Application => {
  const inBarrel = ({ target, form: how }: Import): Import => ({ target: target.kind === 'barrel' ? { kind: 'barrel', at: app.barrel[target.at % app.barrel.length] ?? 0 } : target, form: how })
  const sound = (lib: Lib): Lib => ({ ...lib, imports: lib.imports.map(inBarrel) })
  return { ...app, libs: app.libs.map(sound), routes: app.routes.map(sound) }
})

export const modelName = (at: number): string => `M${at}`
export const routeFile = (at: number): string => `app/api/r${at}/route.ts`

/** What a query is written as, and how the text is laid out. */
export interface Print {
  readonly query: (app: Application, model: number) => string
  /** Between statements: nothing of it means anything. */
  readonly filler: string
}
export const PLAIN: Print = { query: (_, at) => `await ${modelName(at)}.find().populate('ref')`, filler: '' }

export function filesOf(app: Application, print: Print = PLAIN): Files {
  const files: Record<string, string> = { 'models/User.ts': '', 'models/Role.ts': '' }
  app.models.forEach((one, at) => {
    files[`models/${modelName(at)}.ts`] = lines(print, [
      `import mongoose, { Schema } from 'mongoose'`, ...importLines(one.imports),
      `const schema = new Schema({ ref: { type: Schema.Types.ObjectId, ref: '${modelName(one.ref)}' } })`,
      `export default mongoose.models.${modelName(at)} ?? mongoose.model('${modelName(at)}', schema)`,
    ])
  })
  files['models/index.ts'] = lines(print, app.barrel.map((at) => `export { default as ${modelName(at)} } from './${modelName(at)}'`))
  app.libs.forEach((lib, at) => {
    files[`lib/lib${at}.ts`] = lines(print, [...queried(app, lib, print), ...importLines(lib.imports), `export async function lib${at}(request: Request): Promise<void> {`, ...stepLines(app, lib.steps, print), '}'])
  })
  app.routes.forEach((route, at) => {
    files[routeFile(at)] = lines(print, [...queried(app, route, print), ...importLines(route.imports), 'export async function GET(request: Request): Promise<Response> {', ...stepLines(app, route.steps, print), `  return Response.json('done')`, '}'])
  })
  return nextApp({ files })
}

const lines = ({ filler }: Print, each: readonly string[]): string => each.map((line) => `${line}\n${filler}`).join('')

/** What a module's own steps need of its imports: the models it queries and the libraries it calls are used. */
export function ownImports({ steps }: Lib): readonly Import[] {
  return steps.flatMap((step): Import[] => {
    if (step.kind === 'query') return [{ target: { kind: 'model', at: step.model }, form: 'used' }]
    return step.kind === 'call' ? [{ target: { kind: 'lib', at: step.lib }, form: 'used' }] : []
  })
}

function queried(app: Application, module: Lib, print: Print): readonly string[] {
  const names = new Map(ownImports(module).map(({ target }) => [pathOf(target), target]))
  // A query that is written another way still uses its model.
  const uses = [...names.values()].filter((target) => target.kind === 'model' && !print.query(app, target.at).includes(`${modelName(target.at)}.`))
  return [...[...names.values()].map((target) => importLine(target, nameOf(target))), ...uses.map((target) => `void ${nameOf(target)}`)]
}

const pathOf = ({ kind, at }: Target): string => (kind === 'model' ? `@/models/${modelName(at)}` : kind === 'lib' ? `@/lib/lib${at}` : '@/models')
const nameOf = ({ kind, at }: Target): string => (kind === 'lib' ? `lib${at}` : modelName(at))
const importLine = (target: Target, local: string): string => {
  const imported = nameOf(target)
  return target.kind === 'model' ? `import ${local} from '${pathOf(target)}'` : `import { ${imported === local ? imported : `${imported} as ${local}`} } from '${pathOf(target)}'`
}

/** Each under a name of its own, so that none is used by chance. */
function importLines(imports: readonly Import[]): readonly string[] {
  return imports.flatMap(({ target, form: how }, i) => {
    const local = `${nameOf(target)}_${i}`
    if (how === 'effect') return [`import '${pathOf(target)}'`]
    if (how === 'used') return [importLine(target, local), `void ${local}`]
    if (how === 'unused') return [importLine(target, local)]
    return [`import type * as ${local} from '${pathOf(target)}'`, `export type T${i} = typeof ${local}`]
  })
}

function stepLines(app: Application, steps: readonly Step[], print: Print): readonly string[] {
  return steps.map((step) => {
    switch (step.kind) {
      case 'load': {
        const loading = `import('@/models/${modelName(step.model)}')`
        return step.how === 'awaited' ? `  await ${loading}` : step.how === 'unawaited' ? `  void ${loading}` : `  if (request.url.length > 9) await ${loading}`
      }
      case 'query': return `  ${print.query(app, step.model)}`
      case 'call': return `  await lib${step.lib}(request)`
      case 'leave': return `  if (request.url.length > 99) return Response.json('left')`
    }
  })
}
