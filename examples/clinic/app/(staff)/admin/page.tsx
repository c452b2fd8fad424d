import type { Metadata } from 'next'
import { notFound, redirect } from 'next/navigation'
import { AuditLog } from '@/components/audit-log'
import { RoleForm } from '@/components/role-form'
import { Unavailable } from '@/components/unavailable'
import { currentUser, may } from '@/lib/current-user'
import { UNREACHABLE, whileReachable } from '@/lib/reachable'
import { listAudit, listUsers } from '@/lib/staff'

export const metadata: Metadata = { title: 'Accounts' }

export default async function AdminPage({ searchParams }: PageProps<'/admin'>) {
  const page = Math.max(1, Number.parseInt(String((await searchParams).page), 10) || 1)
  const content = await whileReachable(async () => {
    const user = await currentUser()
    if (!user || !may(user, 'accounts')) return { user, listed: null }
    const [users, entries] = await Promise.all([listUsers(page), listAudit()])
    return { user, listed: { ...users, entries } }
  })
  if (content === UNREACHABLE) return <Unavailable />
  if (!content.user) redirect('/login?notice=needed')
  // To others there is no such page.
  if (!content.listed) notFound()

  const { users, total, pages, entries } = content.listed
  return (
    <main id="content" tabIndex={-1}>
      <h1>Accounts</h1>
      <p className="lead">{total === 1 ? 'One person has' : `${total} people have`} an account.</p>
      <ul className="people">
        {users.map((user) => (
          <li key={user.id}>
            <div>
              <strong>{user.name}</strong>
              <span>{user.email}</span>
            </div>
            <RoleForm user={user.id} name={user.name} role={user.role} />
          </li>
        ))}
      </ul>
      {pages > 1 && (
        <nav className="pages" aria-label="Pages of accounts">
          {page > 1 && <a href={`?page=${page - 1}`}>Previous page</a>}
          <span>
            Page {page} of {pages}
          </span>
          {page < pages && <a href={`?page=${page + 1}`}>Next page</a>}
        </nav>
      )}
      <AuditLog entries={entries} />
    </main>
  )
}
