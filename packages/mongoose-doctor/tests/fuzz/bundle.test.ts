/** The rules in few words against what really happens: each route bundled by esbuild, evaluated and called on a registry of the real Mongoose. */
import { build } from 'esbuild'
import * as fc from 'fast-check'
import mongoose from 'mongoose'
import { expect, test } from 'vitest'
import { withTree } from '../helpers/tree.ts'
import type { Application, Step } from './application.ts'
import { application, filesOf, modelName, PLAIN, routeFile } from './application.ts'
import { verdictOf } from './rules.ts'
import { runs, timeout } from './settings.ts'

/** A query is taken for the look-up that it does. */
const LOOKED_UP = { ...PLAIN, query: (app: Application, at: number) => `lookUp('${modelName(app.models[at]?.ref ?? 0)}')` }

/** What one cold process registers with the route, and misses when that is called with this address. */
async function observed(root: string, route: number, url: string): Promise<{ registered: string[]; missing: string[] }> {
  const { outputFiles: [bundle] } = await build({ entryPoints: [`${root}/${routeFile(route)}`], bundle: true, write: false, format: 'cjs', platform: 'node', external: ['mongoose'], logLevel: 'error' })
  const cold = new mongoose.Mongoose()
  const module: { exports: Partial<Record<'GET', (request: { url: string }) => Promise<void>>> } = { exports: {} }
  const missing = new Set<string>()
  // oxlint-disable-next-line no-implied-eval, no-new-func -- the code is our own
  const evaluate = new Function('require', 'module', 'exports', 'lookUp', 'Response', bundle?.text ?? '')
  evaluate(() => ({ __esModule: true, default: cold, Schema: cold.Schema }), module, module.exports, (name: string) => { if (cold.models[name] === undefined) missing.add(name) }, { json: () => null })
  const registered = cold.modelNames().sort()
  await module.exports.GET?.({ url })
  return { registered, missing: [...missing].sort() }
}

/** `import()` that nobody waits for may be over in time or not: then only what is missing for sure can be compared. */
const hasRace = (app: Application): boolean => [...app.routes, ...app.libs].some(({ steps }) => steps.some((step: Step) => step.kind === 'load' && step.how === 'unawaited'))

test('what bundles register and miss is what the rules say', async () => {
  await fc.assert(fc.asyncProperty(application, async (app) => {
    const root = withTree(filesOf(app, LOOKED_UP))
    await Promise.all(app.routes.map(async (route, at) => {
      const { registered, missing } = verdictOf(app, route)
      // Short addresses take no branch, long ones take them.
      const calls = await Promise.all(['', 'x'.repeat(50)].map((url) => observed(root, at, url)))
      for (const call of calls) expect(call.registered).toEqual(registered)
      const everMissing = [...new Set(calls.flatMap((call) => call.missing))].sort()
      if (hasRace(app)) expect(missing).toEqual(expect.arrayContaining(everMissing))
      else expect(everMissing).toEqual(missing)
    }))
  }), runs(25))
}, timeout)
