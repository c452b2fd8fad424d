import mongoose, { type InferSchemaType, type Model, Schema } from 'mongoose'

/** Kept under the digest of its identifier: who reads the database cannot take over a session. */
const sessionSchema = new Schema({
  _id: { type: String, required: true },
  user: { type: Schema.Types.ObjectId, ref: 'User', required: true },
  /** The database removes it some time after. */
  expiresAt: { type: Date, required: true, expires: 0 },
})

export type SessionDocument = InferSchemaType<typeof sessionSchema>

const Session: Model<SessionDocument> = mongoose.models.Session ?? mongoose.model<SessionDocument>('Session', sessionSchema)
export default Session
