/** What a model can be called in JavaScript. */

/** Letters that can't be seen are none here. */
export const isIdentifier = (name: string): boolean => !/[\u115f\u1160\u3164\uffa0]/.test(name) && /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name)

/** No binding of a module can be called like that. */
export const RESERVED = new Set(`arguments await break case catch class const continue debugger default delete do else enum eval export extends false
  finally for function if implements import in instanceof interface let new null package private protected public return static super switch
  this throw true try typeof undefined var void while with yield`.split(/\s+/))

/** The model's own name, if that can be one in JavaScript; else one made from the file's. */
export function modelNamed(model: string, specifier: string): string {
  if (isIdentifier(model) && !RESERVED.has(model)) return model
  const words = (specifier.split('/').at(-1) ?? '').replace(/\.[cm]?[jt]sx?$/, '').split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '')
  const name = words.map((word) => (word[0]?.toUpperCase() ?? '') + word.slice(1)).join('')
  return /^[\p{L}_$]/u.test(name) ? name : 'Model'
}

/** `"User", "Role" and 3 more`: names for a sentence. */
export function listed(names: readonly string[]): string {
  const shown = names.slice(0, 3).map((name) => `"${name}"`)
  return names.length > 3 ? `${shown.join(', ')} and ${names.length - 3} more` : shown.length === 1 ? shown.join() : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1) ?? ''}`
}
