/** Where there is no database and no browser, is it said what was looked for and what to do? */
import { existsSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findExecutable } from '../src/executables.ts'
import { NOWHERE, packageIn, temporaryDirectory } from './support/environment.ts'

/** A machine without anything: no commands, empty caches, nothing to download from. */
function bareMachine() {
  const [empty, cache] = [temporaryDirectory(), temporaryDirectory()]
  return {
    PATH: empty, HOME: empty, XDG_CACHE_HOME: cache, MONGODB_URI: undefined, CHROME_PATH: undefined,
    MONGOMS_DOWNLOAD_DIR: empty, MONGOMS_DOWNLOAD_MIRROR: NOWHERE, PLAYWRIGHT_BROWSERS_PATH: empty, PLAYWRIGHT_DOWNLOAD_HOST: NOWHERE,
    GOFLAGS: '-no-such-flag',
    // Go goes on to write there when it has ended, and would bring a directory back that the test has removed.
    XDG_CONFIG_HOME: process.env.XDG_CONFIG_HOME ?? join(homedir(), '.config'),
  }
}

test('no database', async () => {
  const { findDatabase, startDatabase, say, said } = await packageIn(bareMachine())
  const outcome = await findDatabase(say)
  if (outcome.found) throw new Error(`found ${outcome.value.description}`)
  expect(outcome.message.split('\n')).toEqual([
    'No database found. Set MONGODB_URI, or install mongod or Go.',
    '  MONGODB_URI: not set',
    '  mongod: not on PATH',
    '  mongodb-memory-server-core: nothing downloaded yet, and 127.0.0.1 is out of reach',
    expect.stringMatching(/^ {2}FerretDB 1\.24: (it is built with Go 1\.24 or newer, and there is no `go` here|`go build` failed: .*no-such-flag)/),
  ])
  expect(said.at(-1)).toBe(outcome.message)
  await expect(startDatabase({ say })).rejects.toThrow(outcome.message)
})

test('a cache directory that cannot be made is said', async () => {
  const file = join(temporaryDirectory(), 'file')
  writeFileSync(file, '')
  const { findDatabase, say } = await packageIn({ ...bareMachine(), XDG_CACHE_HOME: file })
  expect(await findDatabase(say)).toMatchObject({ found: false, message: expect.stringMatching(/FerretDB 1\.24: (.*no `go` here|.*ENOTDIR)/) })
})

test('options of mongodb-memory-server-core that it refuses are said', async () => {
  const { findDatabase, say } = await packageIn({ ...bareMachine(), MONGOMS_ARCHIVE_NAME: 'nonsense' })
  expect(await findDatabase(say)).toMatchObject({ found: false, message: expect.stringMatching(/mongodb-memory-server-core: .*regex/i) })
})

test('no browser', async () => {
  const { findBrowser, say, said } = await packageIn(bareMachine())
  const outcome = await findBrowser(say)
  if (outcome.found) throw new Error(`found ${outcome.value.description}`)
  expect(outcome.message.split('\n')).toEqual([
    'No browser found. Set CHROME_PATH, or install Chromium.',
    '  CHROME_PATH: not set',
    '  the system: no Chromium, Chrome or Edge',
    "  Playwright's download: not there, and 127.0.0.1 is out of reach",
    expect.stringMatching(/^ {2}Debian's package: (only where this runs as root on Debian|`apt-get update` failed: .*ENOENT)/),
  ])
  expect(said.at(-1)).toBe(outcome.message)
})

test('a download that is switched off is not tried', async () => {
  const { findBrowser, say } = await packageIn({ ...bareMachine(), PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1' })
  expect(await findBrowser(say)).toMatchObject({ found: false, message: expect.stringContaining("Playwright's download: not there, and PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD is set") })
})

test('a cache that is not absolute is not taken: it would be another one in each directory', async () => {
  const { findDatabase, say } = await packageIn({ ...bareMachine(), XDG_CACHE_HOME: 'relative-cache' })
  await findDatabase(say)
  expect(existsSync('relative-cache')).toBe(false)
})

test('a directory, or a file that may not be executed, is no command', () => {
  const directory = temporaryDirectory()
  writeFileSync(join(directory, 'mongod'), '')
  expect(findExecutable(['mongod', 'missing'], [directory])).not.toBe(join(directory, 'mongod'))
})
