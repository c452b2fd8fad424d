/** What the tools work on: the directories that are allowed, and one session for each that was asked about. */
import { fileURLToPath } from 'node:url'
import type { Server } from '@modelcontextprotocol/sdk/server/index.js'
import { RootsListChangedNotificationSchema } from '@modelcontextprotocol/sdk/types.js'
import { createSession, type Session } from 'mongoose-doctor'
import { z } from 'zod'
import { allowedBy, directoryIn, fileIn, type Allowed } from './directories.ts'

export interface Workplace {
  /** @returns absolute, without links @throws UsageError when it is not allowed, or not there */
  directory(wanted: string | undefined): Promise<string>
  /** The same of a file to read. */
  file(wanted: string): Promise<string>
  session(directory: string): Session
}

export interface Places {
  readonly cwd: string
  /** Directories that a person has allowed; none: what the client offers, or `cwd`. */
  readonly directories: readonly string[]
}

/** An examination holds much of what it has parsed. */
const mostSessions = 8
const patienceMs = 5000
/** A root may be something else than a folder of this machine: that is no reason not to hear of the others. */
const rootsList = z.object({ roots: z.array(z.object({ uri: z.string() })) })

export function createWorkplace(server: Server, { cwd, directories }: Places): Workplace {
  const roots = rootsOf(server)
  const allowed = async (): Promise<Allowed> => allowedBy(directories, directories.length > 0 ? [] : await roots(), cwd)
  const sessions = new Map<string, Session>()
  return {
    directory: async (wanted) => directoryIn(await allowed(), cwd, wanted),
    file: async (wanted) => fileIn(await allowed(), cwd, wanted),
    session(directory) {
      // What only reads writes nothing, not even a cache.
      const session = sessions.get(directory) ?? createSession(directory, { cache: false })
      // The one that was asked last stands last.
      sessions.delete(directory)
      sessions.set(directory, session)
      for (const oldest of sessions.keys()) if (sessions.size > mostSessions) sessions.delete(oldest)
      return session
    },
  }
}

/** The folders that the client has open, until it says that they are others. */
function rootsOf(server: Server): () => Promise<readonly string[]> {
  let known: readonly string[] | null = null
  server.setNotificationHandler(RootsListChangedNotificationSchema, () => { known = null })
  return async () => {
    if (known !== null || server.getClientCapabilities()?.roots === undefined) return known ?? []
    try {
      const { roots } = await server.request({ method: 'roots/list' }, rootsList, { timeout: patienceMs })
      return (known = roots.flatMap(({ uri }) => pathOf(uri) ?? []))
    } catch {
      // It says that it has roots and does not tell them: as if it had none, until the next time.
      return []
    }
  }
}

function pathOf(uri: string): string | null {
  try {
    return fileURLToPath(uri)
  } catch {
    return null
  }
}
