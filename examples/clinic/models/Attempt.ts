import mongoose, { type InferSchemaType, type Model, Schema } from 'mongoose'

/** How often something was tried, by one account or address in one window of time. */
const attemptSchema = new Schema({
  _id: { type: String, required: true },
  count: { type: Number, required: true },
  /** The database removes it some time after. */
  expiresAt: { type: Date, required: true, expires: 0 },
})

export type AttemptDocument = InferSchemaType<typeof attemptSchema>

const Attempt: Model<AttemptDocument> = mongoose.models.Attempt ?? mongoose.model<AttemptDocument>('Attempt', attemptSchema)
export default Attempt
