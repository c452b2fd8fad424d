/** What is kept of a secret or of something personal when it need only be recognised. */
import { createHash, randomBytes } from 'node:crypto'

export function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url')
}

export function newSecret(): string {
  return randomBytes(32).toString('base64url')
}
