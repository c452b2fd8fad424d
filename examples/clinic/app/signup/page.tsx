import type { Metadata } from 'next'
import Link from 'next/link'
import { SignupForm } from '@/components/signup-form'

export const metadata: Metadata = { title: 'Sign up' }

export default function SignupPage() {
  return (
    <main id="content" className="narrow" tabIndex={-1}>
      <h1>Sign up</h1>
      <SignupForm />
      <p className="aside">
        Signed up before? <Link href="/login">Log in</Link>
      </p>
    </main>
  )
}
