/** Schema plugins from packages, as far as it matters whether they may add a path that could be populated. */

/** Hooks, statics and methods only, or paths without a ref. */
const WITHOUT_REFS = /^(?:mongoose-(?:autopopulate|(?:aggregate-)?paginate(?:-v2)?|cursor-pagination|lean-[\w-]+|unique-validator|beautiful-unique-validation|id-validator|sequence|auto-increment|hidden|private|slug-[\w-]+|fuzzy-searching|encryption|field-encryption|long|timestamp)|passport-local-mongoose|mongoosastic)(?:\.|$)/

/** Whether one of these plugins, named as they are imported, may have added a ref. */
export function mayAddRefs(plugins: readonly string[]): boolean {
  return plugins.some((plugin) => !WITHOUT_REFS.test(plugin))
}

const WITH_MEMBERS = /^(?:mongoose-(?:autopopulate|(?:aggregate-)?paginate(?:-v2)?|cursor-pagination|lean-[\w-]+|delete|sequence)|passport-local-mongoose)(?:\.|$)/

/** Whether a plugin, named as it is imported, is known to add hooks, methods or statics. */
export function addsMembers(plugin: string): boolean {
  return WITH_MEMBERS.test(plugin)
}
