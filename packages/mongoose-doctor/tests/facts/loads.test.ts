import { expect, test } from 'vitest'
import { loadsComputed } from '../../src/facts/prefilter.ts'

test.each([
  "files.forEach(file => require(path.join(__dirname, file)))",
  "require('./models/' + name)",
  'require(`./models/${name}`)',
  'glob.sync(pattern).forEach(require)',
  'for (const file of await readdir(dir)) await import(pathToFileURL(file).href)',
  "import.meta.glob('./models/*.ts')",
  "require.context('../models', true).keys()",
  "import.meta.webpackContext('../models')",
  "require('require-all')(dir)",
])('may load a folder: %s', (text) => {
  expect(loadsComputed(text)).toBe(true)
})

test.each(["require('./models/user')", "await import('./models/user.js')", 'const View = lazy(() => import(props.path))', '// import (the pipeline) and require (others)'])('loads none: %s', (text) => {
  expect(loadsComputed(text)).toBe(false)
})
