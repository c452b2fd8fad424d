import mongoose, { type InferSchemaType, type Model, Schema } from 'mongoose'

export const AUDIT_EVENTS = ['signup', 'confirmed', 'login', 'login-failed', 'login-limited', 'logout', 'role-changed', 'role-refused'] as const
export type AuditEvent = (typeof AUDIT_EVENTS)[number]

const auditEntrySchema = new Schema(
  {
    event: { type: String, required: true, enum: AUDIT_EVENTS },
    actor: { type: Schema.Types.ObjectId, ref: 'User' },
    subject: { type: Schema.Types.ObjectId, ref: 'User' },
    email: String,
    address: String,
    detail: String,
  },
  { timestamps: { createdAt: true, updatedAt: false } },
)

export type AuditEntryDocument = InferSchemaType<typeof auditEntrySchema>

const AuditEntry: Model<AuditEntryDocument> = mongoose.models.AuditEntry ?? mongoose.model<AuditEntryDocument>('AuditEntry', auditEntrySchema)
export default AuditEntry
