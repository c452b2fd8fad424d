/** Which source file a path means: extensions, `./x.js` for x.ts, folders. Asks the list of files, never the disk. */
import type { Package } from '../project/project.ts'
import { join } from '../project/paths.ts'
import { append } from './multimap.ts'

export type Located = { readonly kind: 'file' | 'asset'; readonly file: string }

export interface FileSet {
  has(file: string): boolean
  /** `importer` decides between x.js and x.ts for `./x.js`; `folder`: only the folder of that name is meant (`.`, `./x/`). */
  locate(path: string, importer: string, folder?: boolean): Located | null
  /** The file that a case-insensitive disk would have found. */
  locateAnyCase(path: string, importer: string): Located | null
}

/** First wins, as with Turbopack and tsx. */
const EXTENSIONS = ['.ts', '.tsx', '.js', '.jsx', '.mjs', '.cjs', '.mts', '.cts']
/** TypeScript and bundlers let an import name the file as it will be called once compiled. */
const COMPILED: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx', '.js', '.jsx'],
  '.mjs': ['.mts', '.mjs'],
  '.cjs': ['.cts', '.cjs'],
  '.jsx': ['.tsx', '.jsx']
}
const JAVASCRIPT = /\.[cm]?jsx?$/
// Components of Vue, Svelte and Astro run no server code that a script imports.
const ASSET = new RegExp(`\\.(?:${[
  'css|scss|sass|less|styl|pcss|svg|png|jpe?g|gif|webp|avif|ico|bmp|woff2?|ttf|otf|eot',
  'mp[34]|webm|wav|ogg|pdf|zip|glsl|glb|gltf|lottie|riv|vue|svelte|astro|wasm|node|pem|key|crt|map',
  'json[5c]?|geojson|webmanifest|ya?ml|toml|csv|tsv|xml|xlsx?|mdx?|txt|html?|graphql|gql|sql|prisma|hbs|ejs|pug|njk|mustache',
].join('|')})$`, 'i')

/** @param packages their `main` names the file of a folder import */
export function createFileSet(files: readonly string[], packages: readonly Package[]): FileSet {
  const known = new Set(files)
  const stems = new Map<string, string[]>()
  for (const file of files) {
    const extension = EXTENSIONS.findLast((e) => file.endsWith(e))
    if (extension === undefined) continue
    const stem = file.slice(0, -extension.length)
    append(stems, stem, file)
  }
  for (const [stem, found] of stems) if (found.length > 1) found.sort((a, b) => rank(a, stem) - rank(b, stem))
  const mains = new Map<string, string>()
  for (const { dir, manifest } of packages) if (typeof manifest['main'] === 'string') mains.set(dir, manifest['main'])
  let lowerCase: Map<string, string> | null = null

  function locate(path: string, importer: string, folder = false): Located | null {
    if (!folder) {
      const compiled = /\.[cm]?jsx?$/.exec(path)?.[0]
      if (compiled !== undefined) {
        if (known.has(path) && JAVASCRIPT.test(importer)) return { kind: 'file', file: path }
        const stem = path.slice(0, -compiled.length)
        const file = stems.get(stem)?.find((f) => COMPILED[compiled]?.includes(f.slice(stem.length)))
        if (file !== undefined) return { kind: 'file', file }
      }
      if (known.has(path)) return { kind: 'file', file: path }
      // `./styles.css` is styles.css.ts, `./instrumentation.node` is instrumentation.node.ts.
      const file = stems.get(path)?.[0]
      if (file !== undefined) return { kind: 'file', file }
      if (ASSET.test(path)) return { kind: 'asset', file: path }
    }
    const main = mains.get(path)
    const target = main === undefined ? null : join(path, main)
    const viaMain = target === null || target === path ? null : locate(target, importer)
    if (viaMain?.kind === 'file') return viaMain
    const index = stems.get(path === '' ? 'index' : `${path}/index`)?.[0]
    return index === undefined ? null : { kind: 'file', file: index }
  }

  function locateAnyCase(path: string, importer: string): Located | null {
    if (lowerCase === null) {
      lowerCase = new Map()
      for (const stem of stems.keys()) {
        lowerCase.set(stem.toLowerCase(), stem)
        if (stem.endsWith('/index')) lowerCase.set(stem.slice(0, -'/index'.length).toLowerCase(), stem.slice(0, -'/index'.length))
      }
    }
    const whole = path.toLowerCase()
    const stem = [whole, whole.replace(/\.[cm]?[jt]sx?$/, '')].map((one) => lowerCase?.get(one)).find((one) => one !== undefined)
    // In the case that it has, it must be found by the extension that was written.
    return stem === undefined || path.startsWith(stem) ? null : locate(stem + path.slice(stem.length), importer)
  }

  return { has: (file) => known.has(file), locate, locateAnyCase }
}

function rank(file: string, stem: string): number {
  return EXTENSIONS.indexOf(file.slice(stem.length))
}
