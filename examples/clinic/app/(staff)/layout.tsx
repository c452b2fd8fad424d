import Link from 'next/link'
import type { ReactNode } from 'react'
import { logout } from '@/app/actions/auth'
import { currentUser, may } from '@/lib/current-user'
import { UNREACHABLE, whileReachable } from '@/lib/reachable'

/** The way around for those who are logged in. Each page decides for itself who may see it. */
export default async function StaffLayout({ children }: { children: ReactNode }) {
  const user = await whileReachable(currentUser)
  if (user === UNREACHABLE || user === null) return children
  return (
    <>
      <nav className="staff" aria-label="Clinic">
        <Link href="/dashboard">Dashboard</Link>
        {may(user, 'accounts') && <Link href="/admin">Accounts</Link>}
        <form action={logout}>
          <button className="button quiet small">Log out</button>
        </form>
      </nav>
      {children}
    </>
  )
}
