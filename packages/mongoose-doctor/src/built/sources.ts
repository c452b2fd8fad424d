/** Which entry of the prediction an entry of a build is. */
interface Named { readonly source: string; readonly kind: string }

/** As Rollup writes names of files. */
// oxlint-disable-next-line no-control-regex -- they are among what it replaces
const sanitized = (file: string): string => file.replace(/[\u0000-\u001f"#$%&*+,:;<=>?[\]^`{|}\u007f]/g, '_')

/** What a build that tells source files calls one. */
export function fileKey({ source, kind }: Named): string {
  // Of these SvelteKit's build has no more than the name.
  if (kind === 'remote-functions' || source.startsWith('remote/')) return `remote/${source.replace(/.*\//, '')}`
  return sanitized(source)
}

/**
 * A name that both have.
 * @param file a source file or what the build calls it, without its extension, relative to the application's root
 */
export function routeKey({ source, kind }: Named): string {
  const plain = source.replace(/^src\//, '')
  switch (kind) {
    // The build calls them by their address.
    case 'route-handler': case 'metadata-route': return `route ${plain.replace(/\/route$/, '').replace(METADATA, metadataName)}`
    case 'pages-page': case 'pages-api': return `pages ${plain.replace(/\/index$/, '')}`
    // Next.js 16 builds proxy.ts as middleware.js.
    case 'proxy': case 'middleware': return 'middleware'
    // What answers where nothing else does is a page of its own there.
    case 'page': return `page ${plain === 'app/_not-found/page' ? 'app/not-found' : plain}`
    default: return `${kind} ${plain}`
  }
}

/** `sitemap.ts` answers at /sitemap.xml, `icon.tsx` at /icon, or where several lie in groups at /icon-abc123. */
const METADATA = /(?:^|\/)(?:(sitemap)(?:\.xml)?|(robots)(?:\.txt)?|(manifest)(?:\.(?:webmanifest|json))?|(icon\d*|apple-icon\d*|opengraph-image\d*|twitter-image\d*)(?:-[a-z0-9]{6})?)(?:\/\[(?:\[\.\.\.)?__metadata_id__\]?\])?$/

function metadataName(whole: string, ...groups: readonly unknown[]): string {
  const name = groups.slice(0, 4).find((group) => typeof group === 'string')
  return `${whole.startsWith('/') ? '/' : ''}${String(name)}`
}
