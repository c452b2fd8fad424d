/** The disease of examples/clinic-before, written into a copy of the cured clinic, and the cure that is none. */
import { copyClinic, replaceOnce } from './copy.ts'

const AUTH = 'app/actions/auth.ts'
const DYNAMIC = `    const Role = (await import('@/models/Role')).default\n`
const AFTER_POPULATE = `    // An account from before there were roles.
${DYNAMIC}    if (account && !account.role) {
      account.set('role', await Role.findOne({ name: 'receptionist' }))
      await account.save()
    }

`

/** `login()` populates `role` first, and imports Role after that. */
export function copyWithLateImport(): string {
  const copy = copyClinic()
  replaceOnce(copy, AUTH, `import Role, { type RoleDocument } from '@/models/Role'`, `import type { RoleDocument } from '@/models/Role'`)
  replaceOnce(copy, AUTH, `    const role = await Role.findOne(`, `${DYNAMIC}    const role = await Role.findOne(`)
  replaceOnce(copy, AUTH, `    await release(permit)\n`, `${AFTER_POPULATE}    await release(permit)\n`)
  return copy
}

/** Somebody has imported Role at the top. As nothing uses it, TypeScript erases the line. */
export function copyWithErasedImport(): string {
  const copy = copyWithLateImport()
  replaceOnce(copy, AUTH, AFTER_POPULATE, '')
  replaceOnce(copy, AUTH, `import type { RoleDocument }`, `import Role from '@/models/Role'\nimport type { RoleDocument }`)
  // The clinic's own settings would refuse it. Those of a new Next.js application don't.
  replaceOnce(copy, 'tsconfig.json', `"noUnusedLocals": true`, `"noUnusedLocals": false`)
  return copy
}
