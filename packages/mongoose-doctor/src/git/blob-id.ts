/** How git names a content. */
import { createHash } from 'node:crypto'

/** The id of a file's content; and the one that it has where git turns line ends on the way in. */
export function blobIds(content: Buffer, idBytes: 20 | 32): readonly string[] {
  const idOf = (blob: Buffer): string => createHash(idBytes === 20 ? 'sha1' : 'sha256').update(`blob ${blob.length}\0`).update(blob).digest('hex')
  return [idOf(content), ...(content.includes('\r\n') ? [idOf(Buffer.from(content.toString('latin1').replaceAll('\r\n', '\n'), 'latin1'))] : [])]
}
