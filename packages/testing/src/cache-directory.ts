/** Where does this user's system keep what can be made again? */
import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'

export function cacheDirectory(): string {
  return join(base(), 'mongoose-doctor')
}

function base(): string {
  const { XDG_CACHE_HOME } = process.env
  // One that is relative is to be ignored, says the standard: it would be another one in each directory.
  if (XDG_CACHE_HOME && isAbsolute(XDG_CACHE_HOME)) return XDG_CACHE_HOME
  if (process.platform === 'win32') return process.env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local')
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches')
  return join(homedir(), '.cache')
}
