/** `npm run bench -- generate | run | eslint | report`: sets up what is missing, the tools of comparison included, then measures (docs/performance.md). */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { bench, setUp, setUpBench } from './set-up.mjs'

setUp()
setUpBench()

// Node 20 runs no TypeScript. esbuild is there only after the set-up.
const { build } = await import('esbuild')
const outfile = join(bench, 'dist/cli.mjs')
await build({ entryPoints: [join(bench, 'cli.ts')], outfile, bundle: true, platform: 'node', format: 'esm', target: 'node20', logLevel: 'warning' })

// npm moves to the workspace's root; paths on the command line mean the directory that the person is in.
const result = spawnSync(process.execPath, [outfile, ...process.argv.slice(2)], { cwd: process.env.INIT_CWD ?? process.cwd(), stdio: 'inherit' })
process.exitCode = result.status ?? 3
