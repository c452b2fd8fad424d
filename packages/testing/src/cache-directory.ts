/** Where does this user's system keep what can be made again? */
import { homedir } from 'node:os'
import { join } from 'node:path'

export function cacheDirectory(): string {
  return join(base(), 'mongoose-doctor')
}

function base(): string {
  if (process.env.XDG_CACHE_HOME) return process.env.XDG_CACHE_HOME
  if (process.platform === 'win32') return process.env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local')
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches')
  return join(homedir(), '.cache')
}
