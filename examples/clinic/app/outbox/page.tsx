import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { connection } from 'next/server'
import { Unavailable } from '@/components/unavailable'
import { getConfig } from '@/lib/config'
import { connectToDatabase } from '@/lib/database'
import { UNREACHABLE, whileReachable } from '@/lib/reachable'
import Mail from '@/models/Mail'

export const metadata: Metadata = { title: 'Outbox' }

/** Stands in for a mail server when the clinic is tried out; with it on, anyone could confirm any address. */
export default async function OutboxPage() {
  await connection()
  if (getConfig().CLINIC_OUTBOX !== '1') notFound()
  const mails = await whileReachable(async () => {
    await connectToDatabase()
    return Mail.find().sort({ createdAt: -1 }).limit(20).lean()
  })
  if (mails === UNREACHABLE) return <Unavailable />
  return (
    <main id="content" className="narrow" tabIndex={-1}>
      <h1>Outbox</h1>
      <p className="lead">What the clinic would have sent. Only this demonstration has such a page.</p>
      {mails.length === 0 && <p>Nothing yet.</p>}
      {mails.map((mail) => (
        <article className="card" key={mail._id.toString()}>
          <h2>{mail.subject}</h2>
          <p>To {mail.to}</p>
          <p>{mail.text}</p>
          <p>
            <a href={mail.link}>{mail.link.includes('token=') ? 'Confirm this address' : 'Log in'}</a>
          </p>
        </article>
      ))}
    </main>
  )
}
