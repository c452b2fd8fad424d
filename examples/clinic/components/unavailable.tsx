/** A page's place while the database is away. Works without JavaScript: the link asks for the same page again. */
export function Unavailable() {
  return (
    <main id="content" className="narrow" tabIndex={-1}>
      <h1>The clinic is not available just now</h1>
      <p className="lead">It cannot reach its database. Nothing is lost, and you are still logged in.</p>
      <p>
        <a className="button" href="">
          Try again
        </a>
      </p>
    </main>
  )
}
