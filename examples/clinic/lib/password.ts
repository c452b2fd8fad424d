/** Passwords, as bcrypt keeps them. */
import 'server-only'
import { compare, hash, hashSync } from 'bcryptjs'

const COST = 10

// Compared with where there is no account, so that the answer takes as long. Made at the same cost, once per process.
const nobodys = hashSync('there is no account with this password', COST)

export function hashPassword(password: string): Promise<string> {
  return hash(password, COST)
}

export async function passwordMatches(password: string, stored: string | undefined): Promise<boolean> {
  const matches = await compare(password, stored ?? nobodys)
  return matches && stored !== undefined
}
