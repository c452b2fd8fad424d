/** The built site, as it lies on disk. */
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

export const docs = fileURLToPath(new URL('../../', import.meta.url))
export const dist = join(docs, '.vitepress/dist')

/** The addresses of all pages but the one for addresses that are none. */
export const addresses: readonly string[] = htmlFiles().filter((file) => file !== '404.html').map((file) => `/${file.replace(/(?:^|(?<=\/))index\.html$|\.html$/, '')}`).sort()

function htmlFiles(): readonly string[] {
  return existsSync(dist) ? readdirSync(dist, { recursive: true, encoding: 'utf8' }).map((file) => file.split(sep).join('/')).filter((file) => file.endsWith('.html')) : []
}

/** The file that answers an address, as a server of static files with clean addresses has it; null if none does. */
export function fileAt(pathname: string): string | null {
  const path = decodeURIComponent(pathname)
  const candidates = path.endsWith('/') ? [`${path}index.html`] : [path, `${path}.html`]
  return candidates.map((name) => join(dist, name)).find((file) => existsSync(file) && statSync(file).isFile()) ?? null
}

export const htmlAt = (address: string): string => readFileSync(fileAt(address) ?? '', 'utf8')
