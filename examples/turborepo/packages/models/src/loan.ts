import mongoose, { type InferSchemaType, type Model, Schema } from 'mongoose'

const loanSchema = new Schema({
  book: { type: Schema.Types.ObjectId, ref: 'Book', required: true },
  borrower: { type: Schema.Types.ObjectId, ref: 'User', required: true },
  dueAt: { type: Date, required: true, index: true },
  returnedAt: { type: Date },
})

export type LoanDocument = InferSchemaType<typeof loanSchema>

export const Loan: Model<LoanDocument> = mongoose.models.Loan ?? mongoose.model<LoanDocument>('Loan', loanSchema)
