import Link from 'next/link'

export default function HomePage() {
  return (
    <main>
      <h1>Library</h1>
      <Link href="/loans">Books on loan</Link>
    </main>
  )
}
