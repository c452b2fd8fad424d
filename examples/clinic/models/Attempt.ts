import mongoose, { type InferSchemaType, type Model, Schema } from 'mongoose'

export interface Try {
  id: string
  at: Date
}

const trySchema = new Schema<Try>({ id: { type: String, required: true }, at: { type: Date, required: true } }, { _id: false })

/** What was tried lately, by one account or address. Tries that are over go when the next one comes. */
const attemptSchema = new Schema({
  _id: { type: String, required: true },
  tries: { type: [trySchema], required: true },
  /** When the last try is over. The database removes all of it some time after. */
  expiresAt: { type: Date, required: true, expires: 0 },
})

export type AttemptDocument = InferSchemaType<typeof attemptSchema>

const Attempt: Model<AttemptDocument> = mongoose.models.Attempt ?? mongoose.model<AttemptDocument>('Attempt', attemptSchema)
export default Attempt
