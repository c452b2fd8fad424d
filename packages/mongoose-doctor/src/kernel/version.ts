import manifest from '../../package.json' with { type: 'json' }

/** The version of this package, as published. */
export const version: string = manifest.version

/** Put in by the build: a hash of the sources. */
declare const MONGOOSE_DOCTOR_BUILD: string | undefined

/** What facts follow from, beside the source: this build of this version. */
export const factsTool = `${version} ${typeof MONGOOSE_DOCTOR_BUILD === 'string' ? MONGOOSE_DOCTOR_BUILD : 'source'}`

/** What reports follow from, beside the project. */
export const tool = `${factsTool} ${process.platform}`
