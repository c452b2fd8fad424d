import type { Metadata } from 'next'
import Link from 'next/link'
import { LoginForm } from '@/components/login-form'

export const metadata: Metadata = { title: 'Log in' }

// Chosen by name: a link cannot put words of its own on this page.
const notices = new Map([
  ['logged-out', 'You are logged out.'],
  ['session-left', 'You are logged out on this device. The database cannot be reached, so close the other devices’ sessions yourself.'],
  ['needed', 'Log in to see that page.'],
])

export default async function LoginPage({ searchParams }: PageProps<'/login'>) {
  const { token, notice } = await searchParams
  const confirms = typeof token === 'string' ? token : null
  const said = confirms ? 'Log in with the password that you chose to confirm your address.' : notices.get(String(notice))
  return (
    <main id="content" className="narrow" tabIndex={-1}>
      <h1>Log in</h1>
      {said && (
        <p className="notice" role="status">
          {said}
        </p>
      )}
      <LoginForm token={confirms} />
      <p className="aside">
        No account yet? <Link href="/signup">Sign up</Link>
      </p>
    </main>
  )
}
