import mongoose, { type InferSchemaType, type Model, Schema } from 'mongoose'

const userSchema = new Schema({
  name: { type: String, required: true },
  email: { type: String, required: true, unique: true, lowercase: true },
  role: { type: Schema.Types.ObjectId, ref: 'Role', required: true },
})

export type UserDocument = InferSchemaType<typeof userSchema>

export const User: Model<UserDocument> = mongoose.models.User ?? mongoose.model<UserDocument>('User', userSchema)
