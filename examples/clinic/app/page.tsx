import Link from 'next/link'

export default function Home() {
  return (
    <main id="content" className="narrow" tabIndex={-1}>
      <h1>Good care starts with a good handover</h1>
      <p className="lead">Appointments, ward and prescriptions for everyone who works at the clinic.</p>
      <p className="choices">
        <Link className="button" href="/login">
          Log in
        </Link>
        <Link className="button quiet" href="/signup">
          Sign up
        </Link>
      </p>
    </main>
  )
}
