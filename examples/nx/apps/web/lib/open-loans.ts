import '@library/models/book'
import '@library/models/user'
import type { BookDocument } from '@library/models/book'
import { connect } from '@library/models/connect'
import { Loan } from '@library/models/loan'
import type { UserDocument } from '@library/models/user'
import type { LoanRow } from '@library/ui/loan-table'

/** What is out at the moment, with the longest overdue first. */
export async function openLoans(): Promise<LoanRow[]> {
  await connect()
  const loans = await Loan.find({ returnedAt: null })
    .sort({ dueAt: 1 })
    .populate<{ book: BookDocument; borrower: UserDocument }>(['book', 'borrower'])
  return loans.map(({ id, book, borrower, dueAt }) => ({ id: String(id), title: book.title, borrower: borrower.name, dueAt }))
}
