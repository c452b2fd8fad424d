import mongoose, { type InferSchemaType, type Model, Schema } from 'mongoose'

export const PERMISSIONS = ['lend', 'waive-fees', 'receive-reports'] as const
export type Permission = (typeof PERMISSIONS)[number]

const roleSchema = new Schema({
  name: { type: String, required: true, unique: true },
  permissions: { type: [{ type: String, enum: PERMISSIONS, required: true }], required: true },
})

export type RoleDocument = InferSchemaType<typeof roleSchema>

export const Role: Model<RoleDocument> = mongoose.models.Role ?? mongoose.model<RoleDocument>('Role', roleSchema)
