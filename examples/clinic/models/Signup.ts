import mongoose, { type InferSchemaType, type Model, Schema } from 'mongoose'

/** Somebody signed up; there is an account once they have shown that the address is theirs. */
const signupSchema = new Schema({
  /** The digest of the secret in the mail. */
  _id: { type: String, required: true },
  name: { type: String, required: true },
  email: { type: String, required: true },
  passwordHash: { type: String, required: true },
  role: { type: Schema.Types.ObjectId, ref: 'Role', required: true },
  /** The database removes it some time after. */
  expiresAt: { type: Date, required: true, expires: 0 },
})

export type SignupDocument = InferSchemaType<typeof signupSchema>

const Signup: Model<SignupDocument> = mongoose.models.Signup ?? mongoose.model<SignupDocument>('Signup', signupSchema)
export default Signup
