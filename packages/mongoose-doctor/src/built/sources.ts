/** Which entry of the prediction an entry of a build is. */
import type { EntryKind } from '../kernel/report.ts'

interface Named { readonly source: string; readonly kind: EntryKind }

/**
 * A name that both have.
 * @param file a source file or what the build calls it, without its extension, relative to the application's root
 */
export function entryKey({ source, kind }: Named): string {
  const plain = source.replace(/^src\//, '')
  switch (kind) {
    // The build calls them by their address.
    case 'route-handler': case 'metadata-route': return `route ${plain.replace(/\/route$/, '').replace(METADATA, metadataName)}`
    case 'pages-page': case 'pages-api': return `pages ${plain.replace(/\/index$/, '')}`
    // Next.js 16 builds proxy.ts as middleware.js.
    case 'proxy': case 'middleware': return 'middleware'
    default: return `${kind} ${plain}`
  }
}

/** `sitemap.ts` answers at /sitemap.xml, `icon.tsx` at /icon, or where several lie in groups at /icon-abc123. */
const METADATA = /(?:^|\/)(?:(sitemap)(?:\.xml)?|(robots)(?:\.txt)?|(manifest)(?:\.(?:webmanifest|json))?|(icon\d*|apple-icon\d*|opengraph-image\d*|twitter-image\d*)(?:-[a-z0-9]{6})?)(?:\/\[(?:\[\.\.\.)?__metadata_id__\]?\])?$/

function metadataName(whole: string, ...groups: readonly unknown[]): string {
  const name = groups.slice(0, 4).find((group) => typeof group === 'string')
  return `${whole.startsWith('/') ? '/' : ''}${String(name)}`
}
