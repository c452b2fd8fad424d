/** `npm run docs` serves the documentation while you write it; `npm run docs:build` builds it as `npm test` does. Installs what is missing first. */
import { buildDocs, docs, runTool, setUpDependencies } from './set-up.mjs'

setUpDependencies()
const [command] = process.argv.slice(2)
if (command === 'build') buildDocs()
else process.exitCode = runTool('vitepress', ['dev', docs, '--host', '127.0.0.1', ...process.argv.slice(2)])
