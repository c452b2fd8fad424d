/** Framework: serverless functions. What do the files of the platforms deploy? Each function is a cold process of its own. */
import { keptBy } from '../../compiler.ts'
import { packageAt } from '../../packages.ts'
import { basename, parent } from '../../paths.ts'
import type { App, Compiler, Entry, Startup } from '../../project.ts'
import type { Tsconfigs } from '../../tsconfig.ts'
import type { Adapter } from '../adapter.ts'
import { nodeCompiler } from '../node/compiler.ts'
import { sam, serverlessFramework } from './aws.ts'
import { azure } from './azure.ts'
import { cloudflare, netlify } from './bundled.ts'
import { cdk, sst } from './in-code.ts'
import type { Deployed, Platform } from './platform.ts'
import { vercel } from './vercel.ts'

const PLATFORMS: Readonly<Record<string, Platform>> = {
  'vercel.json': vercel, 'now.json': vercel,
  'netlify.toml': netlify,
  'wrangler.toml': cloudflare, 'wrangler.json': cloudflare, 'wrangler.jsonc': cloudflare,
  'serverless.yml': serverlessFramework, 'serverless.yaml': serverlessFramework, 'serverless.json': serverlessFramework,
  'serverless.ts': serverlessFramework, 'serverless.js': serverlessFramework,
  'template.yml': sam, 'template.yaml': sam,
  'cdk.json': cdk, 'host.json': azure, 'sst.config.ts': sst,
}

export const serverless: Adapter = {
  framework: 'serverless',
  apps(around) {
    const { tree, packages, tsconfigs } = around
    const configs = [...tree.platforms, ...tree.files.filter((file) => /^(?:serverless\.[jt]s|sst\.config\.ts)$/.test(basename(file)))]
    const found = configs.map((file) => PLATFORMS[basename(file)]?.(around, file) ?? { functions: [], problems: [] })
    const byHome = new Map<string, Deployed[]>()
    for (const one of found.flatMap(({ functions }) => functions)) {
      const home = packageAt(packages, parent(one.file) ?? '')?.dir ?? ''
      const key = `${one.bundled ? 'esbuild' : 'node'}:${home}`
      byHome.set(key, [...(byHome.get(key) ?? []), one])
    }
    const apps = [...byHome].map(([key, deployed]) => appOf(key.slice(key.indexOf(':') + 1), deployed, tsconfigs))
    return { apps, problems: found.flatMap(({ problems }) => problems) }
  },
}

function appOf(dir: string, deployed: readonly Deployed[], tsconfigs: Tsconfigs): App {
  const bundled = deployed[0]?.bundled === true
  const how = deployed.some(({ file }) => /\.[cm]?tsx?$/.test(file)) ? 'compiled' : 'javascript'
  return {
    root: dir === '' ? '.' : dir, framework: 'serverless', compiler: bundled ? esbuildCompiler(tsconfigs) : nodeCompiler(how, tsconfigs),
    entries: entriesOf(deployed), usesDirectives: false, hasServerActions: false,
    startup: deployed.flatMap(({ file, together }): Startup[] => (together === true ? [{ file, calls: [], how: 'loaded', unlessExports: null }] : [])),
  }
}

/** As Node runs TypeScript, and unused imports of side-effect-free packages are left out. */
const esbuildCompiler = (tsconfigs: Tsconfigs): Compiler => ({
  ...nodeCompiler('compiled', tsconfigs), keepsUnusedImports: keptBy(tsconfigs), honoursSideEffects: true, label: 'esbuild',
})

/** Several functions may be exports of one file. */
function entriesOf(deployed: readonly Deployed[]): Entry[] {
  const calls = new Map<string, readonly string[] | null>()
  for (const one of deployed) {
    const known = calls.get(one.file)
    calls.set(one.file, known === null || one.calls === null ? null : [...new Set([...known ?? [], ...one.calls])])
  }
  return [...calls].map(([file, called]): Entry => ({ file, kind: 'function', with: [], calls: called })).sort((a, b) => (a.file < b.file ? -1 : 1))
}
