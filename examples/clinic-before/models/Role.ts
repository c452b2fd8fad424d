import mongoose, { type InferSchemaType, Schema } from 'mongoose'

const roleSchema = new Schema({
  name: { type: String, required: true, unique: true },
  permissions: { type: [String], default: [] },
})

export type RoleDocument = InferSchemaType<typeof roleSchema>

export default mongoose.models.Role || mongoose.model('Role', roleSchema)
