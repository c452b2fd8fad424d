/** The `mongod` that mongodb-memory-server-core downloads: one that is there already, or a new one if its host answers. */
import { DryMongoBinary, MongoBinary } from 'mongodb-memory-server-core'
import { answers } from './ports.ts'
import type { Say } from './found.ts'

/** Seconds, not the minutes that a download client would wait. */
const PATIENCE = 2000

/** @returns the path of the server, or a sentence that says why there is none */
export async function findMemoryServer(say: Say): Promise<{ path: string } | { why: string }> {
  const options = await DryMongoBinary.generateOptions()
  const there = await DryMongoBinary.locateBinary(options).catch(() => undefined)
  if (there) return { path: there }

  const { host, port } = downloadHost()
  if (!(await answers(host, port, PATIENCE))) return { why: `nothing downloaded yet, and ${host} is out of reach` }
  say('Downloading mongod (once) …')
  try {
    return { path: await MongoBinary.getPath() }
  } catch (error) {
    return { why: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error) }
  }
}

function downloadHost(): { host: string; port: number } {
  const mirror = URL.canParse(process.env.MONGOMS_DOWNLOAD_MIRROR ?? '') ? process.env.MONGOMS_DOWNLOAD_MIRROR : undefined
  const url = new URL(mirror ?? 'https://fastdl.mongodb.org')
  return { host: url.hostname, port: Number(url.port) || (url.protocol === 'http:' ? 80 : 443) }
}
