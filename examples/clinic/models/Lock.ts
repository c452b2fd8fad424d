import mongoose, { type InferSchemaType, type Model, Schema } from 'mongoose'

const lockSchema = new Schema({
  _id: { type: String, required: true },
  holder: { type: String, required: true },
  expiresAt: { type: Date, required: true },
})

export type LockDocument = InferSchemaType<typeof lockSchema>

const Lock: Model<LockDocument> = mongoose.models.Lock ?? mongoose.model<LockDocument>('Lock', lockSchema)
export default Lock
