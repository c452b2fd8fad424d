/** Which files can matter to Mongoose, by their text alone. */

// `schema` in lower case is left to zod and its like, unless something is done to it that only a Mongoose schema takes.
const MENTIONS = new RegExp([
  '[Mm]ongoose', '[Pp]opulate', '\\bSchema\\b', 'SchemaFactory', 'SchemaTypes?\\b',
  '\\bmodels?\\b\\??\\.?\\s*[(<?.[]', '[\'"`]models?[\'"`]',
  '[Ss]chema\\s*\\.\\s*(?:pre|post|virtual|plugin|add|statics?|methods?|index|path|set|loadClass|query)\\b',
  '[Dd]iscriminator', 'refPath', '[Tt]ypegoose', 'ModelForClass', 'InjectModel', '[Oo]bjectId', '\\bref[\'"]?\\s*:\\s*[\'"`\\w(]',
  '[Pp]aginate', 'createConnection',
].join('|'))

/**
 * False only for a text that can hold no model definition, no populate and no schema of its own. Generous on purpose: a true costs
 * one parse, a wrong false would hide a demand. (Code that only hands on what such a file exports reaches it by its imports.)
 */
export function mentionsMongoose(text: string): boolean {
  return MENTIONS.test(text)
}

// A path that is no text alone, in what loads a file. Of import() only where the text has to do with folders: a client's code imports its own parts.
const REQUIRES = /\brequire\((?:\s*(?:[^\s'"`)/]|`[^`]*\$\{|(?:'[^'\n]*'|"[^"\n]*")\s*\+))|\(\s*require\s*\)/
const IMPORTS = /\bimport\(\s*(?:[^\s'"`)/]|`[^`]*\$\{|(?:'[^'\n]*'|"[^"\n]*")\s*\+)/
const FOLDERS = /readdir|\bglob|__dirname|import\.meta\.(?:url|dirname)|process\.cwd|autoload/
const LOADERS = /\bimport\.meta\.(?:glob|webpackContext)|\brequire\.(?:context|main|call|apply)\b|\b(?:module|mainModule)\.require\b|\beval\(|\bcreateRequire\b/
/** Packages that load files, or hand out another `require`. */
const LOADING = ['require-all', 'require-dir', 'require-directory', 'requireindex', 'include-all', 'consign', 'express-load', 'awilix', '@fastify/autoload', 'esm', 'app-root-path', 'module', 'node:module', 'vm', 'node:vm']
const REQUIRED = new RegExp(`\\brequire\\(\\s*['"](?:${LOADING.join('|')})['"]`)

/** Whether a text may load files whose paths it computes. A word that each of them has is found ten times as fast as a pattern is seen not to fit. */
export function loadsComputed(text: string): boolean {
  const requires = text.includes('require')
  return (requires && (REQUIRES.test(text) || REQUIRED.test(text))) || ((requires || text.includes('import.meta.')) && LOADERS.test(text))
    || (text.includes('import(') && IMPORTS.test(text) && FOLDERS.test(text))
}

/** Whether who imports that may load files whose paths are computed. */
export const loadsFiles = (specifier: string): boolean => LOADING.includes(specifier)

// `(0, mongoose_1.model)('User', schema)` is what a compiler makes of `model('User', schema)`.
const DEFINES = /\b(?:model|Schema)\)?\s*\(|\bgetModelForClass\b|\bSchemaFactory\b/

/** Whether a text may hold a schema or a model definition: asked of installed packages, most of which are plugins that hold neither. */
export function mayDefineModels(text: string): boolean {
  return DEFINES.test(text)
}
