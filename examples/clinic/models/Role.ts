import mongoose, { type InferSchemaType, type Model, Schema } from 'mongoose'
import { PERMISSIONS, ROLE_NAMES } from '@/lib/roles'

const roleSchema = new Schema({
  name: { type: String, required: true, unique: true, enum: ROLE_NAMES },
  permissions: { type: [{ type: String, enum: PERMISSIONS, required: true }], required: true },
})

export type RoleDocument = InferSchemaType<typeof roleSchema>

const Role: Model<RoleDocument> = mongoose.models.Role ?? mongoose.model<RoleDocument>('Role', roleSchema)
export default Role
