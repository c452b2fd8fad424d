import * as crypto from 'node:crypto'

/** SHA-256 in hexadecimal. */
export const sha256 = (content: string | Buffer): string => crypto.hash('sha256', content)
