import type { Metadata } from 'next'
import Link from 'next/link'
import { connection } from 'next/server'
import { getConfig } from '@/lib/config'

export const metadata: Metadata = { title: 'Look into your mail' }

export default async function SentPage() {
  await connection()
  return (
    <main id="content" className="narrow" tabIndex={-1}>
      <h1>Look into your mail</h1>
      <p className="lead">We have sent a mail to the address that you gave. Follow its link within a day to log in for the first time.</p>
      {getConfig().CLINIC_OUTBOX === '1' && (
        <p className="notice">
          This is a demonstration, and no mail leaves it. <Link href="/outbox">Read it in the outbox</Link>
        </p>
      )}
    </main>
  )
}
