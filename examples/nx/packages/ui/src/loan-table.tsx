import { Badge } from './badge'

export interface LoanRow {
  id: string
  title: string
  borrower: string
  dueAt: Date
}

export function LoanTable({ loans, now }: { loans: readonly LoanRow[]; now: Date }) {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Book</th>
          <th scope="col">Borrower</th>
          <th scope="col">Due</th>
        </tr>
      </thead>
      <tbody>
        {loans.map(({ id, title, borrower, dueAt }) => (
          <tr key={id}>
            <td>{title}</td>
            <td>{borrower}</td>
            <td>
              <Badge urgent={dueAt < now}>{dueAt.toLocaleDateString('en-GB')}</Badge>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
