import type { Metadata } from 'next'
import Link from 'next/link'
import { redirect } from 'next/navigation'
import { Unavailable } from '@/components/unavailable'
import { currentUser, may } from '@/lib/current-user'
import { UNREACHABLE, whileReachable } from '@/lib/reachable'
import { type Permission, ROLE_LABELS } from '@/lib/roles'

export const metadata: Metadata = { title: 'Dashboard' }

const sections: { needs: Permission; title: string; text: string }[] = [
  { needs: 'appointments', title: 'Appointments', text: 'Who comes today, and when. The next is at 10:15 in room 2.' },
  { needs: 'ward', title: 'Ward', text: 'Six of eight beds are taken. Two patients wait for their round.' },
  { needs: 'prescriptions', title: 'Prescriptions', text: 'Three prescriptions wait for a signature.' },
  { needs: 'accounts', title: 'Accounts', text: 'Who works here, and what each of them may do.' },
]

export default async function DashboardPage() {
  const user = await whileReachable(currentUser)
  if (user === UNREACHABLE) return <Unavailable />
  if (!user) redirect('/login?notice=needed')
  return (
    <main id="content" tabIndex={-1}>
      <h1>Hello, {user.name}</h1>
      <p className="lead">You are here as {ROLE_LABELS[user.role.name].toLowerCase()}.</p>
      <div className="cards">
        {sections
          .filter(({ needs }) => may(user, needs))
          .map(({ needs, title, text }) => (
            <section className="card" key={needs} aria-labelledby={needs}>
              <h2 id={needs}>{title}</h2>
              <p>{text}</p>
              {needs === 'accounts' && (
                <p>
                  <Link href="/admin">Go to the accounts</Link>
                </p>
              )}
            </section>
          ))}
      </div>
    </main>
  )
}
