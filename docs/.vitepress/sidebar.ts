/** What the reader wants, and the page that has it. Pages that are not there yet are left out, so a page appears when its file does. */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Where the pages are. */
const docs = fileURLToPath(new URL('..', import.meta.url))

export interface Page {
  readonly text: string
  /** Its address, without `.md`; a folder's own page ends with a slash. */
  readonly link: string
}

export interface Group {
  readonly text: string
  readonly items: readonly Page[]
}

/** Every page of the site but the home page, in the order in which they are read. */
const all: readonly Group[] = [
  {
    text: 'Start',
    items: [{ text: 'In five minutes', link: '/start' }],
  },
  {
    text: 'Understand',
    items: [
      { text: 'The mental model', link: '/mental-model' },
      { text: 'How it works', link: '/architecture' },
      { text: 'Accuracy', link: '/accuracy' },
      { text: 'Performance', link: '/performance' },
    ],
  },
  {
    text: 'I see this error',
    items: [
      { text: 'All of them', link: '/errors/' },
      { text: 'MissingSchemaError', link: '/errors/missing-schema-error' },
      { text: 'Cannot access before initialization', link: '/errors/cannot-access-before-initialization' },
      { text: 'Invalid ref at path', link: '/errors/invalid-ref' },
      { text: 'Cannot read properties of undefined', link: '/errors/cannot-read-properties-of-undefined' },
      { text: 'Named export not found', link: '/errors/named-export-not-found' },
      { text: 'OverwriteModelError', link: '/errors/overwrite-model-error' },
      { text: 'StrictPopulateError', link: '/errors/strict-populate-error' },
      { text: 'Cast to ObjectId failed', link: '/errors/cast-to-objectid-failed' },
      { text: 'populate is not a function', link: '/errors/populate-is-not-a-function' },
      { text: 'findOne is not a function', link: '/errors/findone-is-not-a-function' },
      { text: 'buffering timed out', link: '/errors/buffering-timed-out' },
      { text: 'Module not found: net', link: '/errors/module-not-found' },
      { text: 'The edge runtime', link: '/errors/edge-runtime' },
    ],
  },
  {
    text: 'Rules',
    items: [
      { text: 'All rules', link: '/rules/' },
      { text: 'missing-model', link: '/rules/missing-model' },
      { text: 'inert-import', link: '/rules/inert-import' },
      { text: 'late-registration', link: '/rules/late-registration' },
      { text: 'unknown-ref', link: '/rules/unknown-ref' },
      { text: 'ref-to-other-connection', link: '/rules/ref-to-other-connection' },
      { text: 'unregistered-discriminator', link: '/rules/unregistered-discriminator' },
      { text: 'circular-model-import', link: '/rules/circular-model-import' },
      { text: 'dynamic-model-import', link: '/rules/dynamic-model-import' },
      { text: 'conditional-model-import', link: '/rules/conditional-model-import' },
      { text: 'computed-model-import', link: '/rules/computed-model-import' },
      { text: 'unguarded-model', link: '/rules/unguarded-model' },
      { text: 'stale-model', link: '/rules/stale-model' },
      { text: 'broken-guard', link: '/rules/broken-guard' },
      { text: 'duplicate-model', link: '/rules/duplicate-model' },
      { text: 'duplicate-discriminator', link: '/rules/duplicate-discriminator' },
      { text: 'minified-model-name', link: '/rules/minified-model-name' },
      { text: 'invalid-populate-path', link: '/rules/invalid-populate-path' },
      { text: 'late-schema-change', link: '/rules/late-schema-change' },
      { text: 'query-before-connect', link: '/rules/query-before-connect' },
      { text: 'rejected-connection-cached', link: '/rules/rejected-connection-cached' },
      { text: 'disconnect-in-handler', link: '/rules/disconnect-in-handler' },
      { text: 'uncached-connection', link: '/rules/uncached-connection' },
      { text: 'connect-at-import', link: '/rules/connect-at-import' },
      { text: 'mongoose-in-client', link: '/rules/mongoose-in-client' },
      { text: 'mongoose-on-edge', link: '/rules/mongoose-on-edge' },
      { text: 'document-to-client', link: '/rules/document-to-client' },
      { text: 'several-mongooses', link: '/rules/several-mongooses' },
      { text: 'bundled-mongoose', link: '/rules/bundled-mongoose' },
      { text: 'unused-disable', link: '/rules/unused-disable' },
    ],
  },
  {
    text: 'Remedies',
    items: [{ text: 'The four remedies', link: '/remedies' }],
  },
  {
    text: 'Frameworks',
    items: [
      { text: 'All of them, and Next.js', link: '/frameworks' },
      { text: 'Nuxt and Nitro', link: '/frameworks/nuxt' },
      { text: 'SvelteKit', link: '/frameworks/sveltekit' },
      { text: 'React Router, Remix', link: '/frameworks/react-router' },
      { text: 'Astro', link: '/frameworks/astro' },
      { text: 'NestJS', link: '/frameworks/nestjs' },
      { text: 'Servers, loaders, workers', link: '/frameworks/node' },
      { text: 'Serverless functions', link: '/frameworks/serverless' },
      { text: 'Tests', link: '/frameworks/tests' },
      { text: 'Typegoose', link: '/frameworks/typegoose' },
      { text: 'Plugins', link: '/frameworks/plugins' },
    ],
  },
  {
    text: 'In your tools',
    items: [
      { text: 'CI', link: '/ci' },
      { text: 'Logs', link: '/logs' },
      { text: 'Builds', link: '/verify' },
      { text: 'The HTML report', link: '/report' },
      { text: 'ESLint', link: '/eslint' },
      { text: 'The editor', link: '/editor' },
      { text: 'Coding agents', link: '/mcp' },
    ],
  },
  {
    text: 'Reference',
    items: [
      { text: 'Configuration', link: '/configuration' },
      { text: 'Again, and all the time', link: '/cache' },
      { text: 'The API', link: '/api' },
    ],
  },
  {
    text: 'Contributing',
    items: [
      { text: 'Contributing', link: '/contributing' },
      { text: 'Observations and fixtures', link: '/truth-coverage' },
    ],
  },
]

/** The Markdown file of an address, relative to docs. */
export const fileOf = (link: string): string => `${link.slice(1)}${link.endsWith('/') ? 'README' : ''}.md`

/** The groups with the pages that are there. @param isThere whether docs has that file */
export function sidebar(isThere = (file: string): boolean => existsSync(`${docs}/${file}`)): Group[] {
  return all
    .map(({ text, items }) => ({ text, items: items.filter(({ link }) => isThere(fileOf(link))) }))
    .filter(({ items }) => items.length > 0)
}
