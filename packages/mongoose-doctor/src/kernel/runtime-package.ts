/** The package of helpers that fixes may write into an application; its own files are never read as part of it. */
export const RUNTIME = '@mongoose-doctor/runtime'
