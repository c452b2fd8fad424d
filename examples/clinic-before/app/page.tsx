import Link from 'next/link'

export default function Home() {
  return (
    <main>
      <h1>Clinic</h1>
      <p>
        <Link href="/login">Log in</Link> or <Link href="/signup">sign up</Link>.
      </p>
    </main>
  )
}
