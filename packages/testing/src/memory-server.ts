/** The `mongod` that mongodb-memory-server-core downloads: one that is there already, or a new one if its host answers. */
import { DryMongoBinary, MongoBinary } from 'mongodb-memory-server-core'
import { downloadHost } from './download-host.ts'
import type { Say } from './found.ts'

/** @returns the path of the server, or a sentence that says why there is none */
export async function findMemoryServer(say: Say): Promise<{ path: string } | { why: string }> {
  try {
    const options = await DryMongoBinary.generateOptions()
    const there = await DryMongoBinary.locateBinary(options).catch(() => undefined)
    if (there) return { path: there }

    const { host, reachable } = await downloadHost(process.env.MONGOMS_DOWNLOAD_URL, process.env.MONGOMS_DOWNLOAD_MIRROR, 'https://fastdl.mongodb.org')
    if (!reachable) return { why: `nothing downloaded yet, and ${host} is out of reach` }
    say('Downloading mongod (once) …')
    return { path: await MongoBinary.getPath() }
  } catch (error) {
    return { why: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error) }
  }
}
