import mongoose, { type InferSchemaType, type Model, Schema } from 'mongoose'

const bookSchema = new Schema({
  title: { type: String, required: true },
  isbn: { type: String, required: true, unique: true },
})

export type BookDocument = InferSchemaType<typeof bookSchema>

export const Book: Model<BookDocument> = mongoose.models.Book ?? mongoose.model<BookDocument>('Book', bookSchema)
