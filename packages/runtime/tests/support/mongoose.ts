import mongoose, { type Mongoose } from 'mongoose'

/** A Mongoose of its own for one test: nothing is registered, no other test sees what is. It never asks a server for anything by itself. */
export function fresh(): Mongoose {
  const own = new mongoose.Mongoose()
  own.set({ autoIndex: false, autoCreate: false, bufferCommands: false })
  return own
}

/** Whether a populate finds the model of `role`: asks Mongoose's own look-up, which comes before any work of the database. */
export async function missing(look: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await look()
    return undefined
  } catch (error) {
    return error instanceof Error && error.name === 'MissingSchemaError' ? error.message : undefined
  }
}
