/** What `--watch` tells after a change: with a watcher that the test moves, and once with the real one. */
import { writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { loadEngine } from '../../src/cli/engine.ts'
import { watchDirectory } from '../../src/cli/watch.ts'
import { app } from '../cache/app.ts'
import { withTree } from '../helpers/tree.ts'
import { cli } from './fake.ts'

/** Does one step after each text that is written; Ctrl-C after the last. */
async function watched(root: string, steps: readonly (() => void)[], real = false): Promise<{ readonly code: number; readonly outs: readonly string[]; readonly err: string }> {
  const engine = await loadEngine()
  const outs: string[] = []
  let changed: () => void = () => undefined
  let end: () => void = () => undefined
  const ended = new Promise<void>((resolve) => { end = resolve })
  const next = (): void => {
    const step = steps[outs.length - 1]
    if (step === undefined) return end()
    step()
    if (!real) changed()
  }
  let watching = false
  const { code, err } = await cli(['--watch', root], {
    engine,
    terminal: {
      env: { CI: '1' },
      out: (text) => { outs.push(text); if (watching) next() },
      interrupted: () => { watching = true; next(); return ended },
    },
    watch: real ? watchDirectory : async (_, tell) => { changed = tell; return { close: () => undefined } },
  })
  return { code, outs, err }
}

test('the report, then differences: gone, new, neither', async () => {
  const root = withTree(app)
  const users = `${root}/lib/users.ts`
  const { code, outs, err } = await watched(root, [
    () => writeFileSync(users, `import '@/models/Role'\n${app['lib/users.ts']}`),
    () => writeFileSync(users, app['lib/users.ts']),
    () => writeFileSync(users, `${app['lib/users.ts']}// more\n`),
  ])
  const [first = '', mended = '', broken = '', same = ''] = outs
  expect(first).toContain('error missing-model')
  expect(mended).toMatch(/^\ngone: missing-model of Role in lib\/users\.ts\n\nExamined .*\nEvery model is registered wherever it is needed\.\n$/s)
  expect(broken).toContain('error missing-model')
  expect(same).toMatch(/^\nExamined .*\n1 error, 1 fixable with --fix\.\n$/s)
  expect({ code, watching: err.includes('Watching; Ctrl-C ends it.') }).toEqual({ code: 1, watching: true })
})

test('the files themselves', async () => {
  const root = withTree(app)
  const { code, outs } = await watched(root, [() => writeFileSync(`${root}/lib/users.ts`, `import '@/models/Role'\n${app['lib/users.ts']}`)], true)
  expect({ code, gone: outs[1]?.includes('gone: missing-model of Role') }).toEqual({ code: 0, gone: true })
})

test('a failure ends it', async () => {
  const engine = await loadEngine()
  let runs = 0
  const { code, err } = await cli(['--watch', withTree(app)], {
    engine: { ...engine, report: (...asked) => { if (++runs > 1) throw new TypeError('boom'); return engine.report(...asked) } },
    terminal: { interrupted: () => new Promise(() => undefined) },
    watch: async (_, changed) => { changed(); return { close: () => undefined } },
  })
  expect({ code, told: err.includes('TypeError: boom') }).toEqual({ code: 3, told: true })
})

test('a configuration that is half written is told, and the next change is looked at', async () => {
  const root = withTree(app)
  const write = (text: string): void => { writeFileSync(`${root}/mongoose-doctor.jsonc`, text); changed() }
  let changed: () => void = () => undefined
  let end: () => void = () => undefined
  const texts: string[] = []
  const { code, err } = await cli(['--watch', root], {
    engine: await loadEngine(),
    terminal: {
      env: { CI: '1' },
      out: (text) => { if (texts.push(text) > 1) end() },
      err: (text) => { if (text.includes('Unknown key')) write('{ "rules": { "missing-model": "off" } }') },
      interrupted: () => { write('{ "rulez": {} }'); return new Promise((resolve) => { end = resolve }) },
    },
    watch: async (_, tell) => { changed = tell; return { close: () => undefined } },
  })
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(texts[1]).toContain('1 finding is ignored, as the configuration says.')
})
