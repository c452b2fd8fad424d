import { expect, test } from 'vitest'
import { readToml } from '../../src/project/toml.ts'

test('texts by table and key', () => {
  const read = readToml('main = "src/index.ts" # entry\n[functions]\n  directory = \'fns\'\n  count = 3\n[[redirects]]\nfrom = "/x"\n')
  expect([...read]).toEqual([['main', 'src/index.ts'], ['functions.directory', 'fns'], ['[].from', '/x']])
})
