import mongoose, { type InferSchemaType, type Model, Schema } from 'mongoose'

const mailSchema = new Schema(
  {
    to: { type: String, required: true },
    subject: { type: String, required: true },
    text: { type: String, required: true },
    link: { type: String, required: true },
  },
  { timestamps: true },
)

export type MailDocument = InferSchemaType<typeof mailSchema>

const Mail: Model<MailDocument> = mongoose.models.Mail ?? mongoose.model<MailDocument>('Mail', mailSchema)
export default Mail
