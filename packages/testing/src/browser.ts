/** Which Chromium can Playwright's library drive here? Asked in this order: CHROME_PATH, the system's, Playwright's, Debian's. */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, dirname } from 'node:path'
import { type Browser as Driven, chromium } from 'playwright-core'
import { downloadHost } from './download-host.ts'
import { findExecutable, isExecutable } from './executables.ts'
import { type Found, type NotFound, notFound, type Say, searchOnce } from './found.ts'

export interface Browser {
  path: string
  description: string
}

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome', 'microsoft-edge']
const elsewhere = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
]

/** Chromium refuses its own sandbox to root, and only to root is it refused here. */
export function chromiumArguments(): string[] {
  return isRoot() ? ['--no-sandbox'] : []
}

/** Headless; the caller closes it. */
export function openBrowser({ path }: Browser): Promise<Driven> {
  return chromium.launch({ executablePath: path, args: chromiumArguments() })
}

export const findBrowser = searchOnce('Browser', choose)

async function choose(say: Say): Promise<Found<Browser> | NotFound> {
  const given = process.env.CHROME_PATH
  if (given && isExecutable(given)) return found(given, 'CHROME_PATH')
  if (given) say(`CHROME_PATH is passed over: ${given} is not a program`)
  const tried = [given ? `CHROME_PATH: ${given} is not a program` : 'CHROME_PATH: not set']

  const system = onSystem()
  if (system) return found(system, 'the system')
  tried.push('the system: no Chromium, Chrome or Edge')

  const missing = existsSync(chromium.executablePath()) ? null : await downloadPlaywrights(say)
  if (missing === null) return found(chromium.executablePath(), 'Playwright')
  tried.push(`Playwright's download: not there, and ${missing}`)

  if (!isDebian() || !isRoot()) tried.push("Debian's package: only where this runs as root on Debian")
  else {
    say('Installing chromium with apt-get (once) …')
    const problem = installDebians()
    const installed = onSystem()
    if (installed) return found(installed, "Debian's package")
    tried.push(`Debian's package: ${problem}`)
  }
  return notFound('No browser found. Set CHROME_PATH, or install Chromium.', tried)
}

function found(path: string, from: string): Found<Browser> {
  return { found: true, value: { path, description: `${path} (${from})` } }
}

function onSystem(): string | null {
  return findExecutable(names) ?? elsewhere.find(isExecutable) ?? null
}

/** @returns null once it is there, or why it is not */
async function downloadPlaywrights(say: Say): Promise<string | null> {
  const { PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD, PLAYWRIGHT_CHROMIUM_DOWNLOAD_HOST, PLAYWRIGHT_DOWNLOAD_HOST } = process.env
  if (PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD && !['0', 'false'].includes(PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD)) return 'PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD is set'
  const { host, reachable } = await downloadHost(PLAYWRIGHT_CHROMIUM_DOWNLOAD_HOST, PLAYWRIGHT_DOWNLOAD_HOST, 'https://cdn.playwright.dev')
  if (!reachable) return `${host} is out of reach`
  say("Downloading Playwright's Chromium (once) …")
  const cli = join(dirname(createRequire(import.meta.url).resolve('playwright-core/package.json')), 'cli.js')
  const download = spawnSync(process.execPath, [cli, 'install', 'chromium'], { encoding: 'utf8', timeout: 300_000 })
  if (existsSync(chromium.executablePath())) return null
  return `the download failed: ${(download.error?.message ?? download.stderr).trim().slice(-300)}`
}

function installDebians(): string {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  for (const args of [['update', '-qq'], ['install', '-qq', '-y', '--no-install-recommends', 'chromium', 'fonts-liberation']]) {
    const step = spawnSync('apt-get', args, { env, encoding: 'utf8' })
    if (step.status !== 0) return `\`apt-get ${args[0]}\` failed: ${(step.error?.message ?? step.stderr).trim().slice(-300)}`
  }
  return 'installed, but no chromium came with it'
}

function isRoot(): boolean {
  return process.getuid?.() === 0
}

function isDebian(): boolean {
  try {
    return /^ID(_LIKE)?=.*debian/m.test(readFileSync('/etc/os-release', 'utf8'))
  } catch {
    return false
  }
}
