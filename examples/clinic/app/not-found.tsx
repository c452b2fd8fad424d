import Link from 'next/link'

export default function NotFound() {
  return (
    <main id="content" className="narrow" tabIndex={-1}>
      <h1>There is no such page</h1>
      <p className="lead">The address is wrong, or the page has moved.</p>
      <p>
        <Link href="/">Go to the start</Link>
      </p>
    </main>
  )
}
