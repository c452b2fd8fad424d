/**
 * Where a function was called: the first frame above it on the stack.
 * @param callee the function; its own frame and those below are left out
 * @returns `file:line:column`, or `an unknown place` on an engine without `Error.captureStackTrace`
 */
export function callSite(callee: (...args: never) => unknown): string {
  const holder: { stack?: unknown } = {}
  Error.captureStackTrace?.(holder, callee)
  const stack = typeof holder.stack === 'string' ? holder.stack : ''
  const place = /^\s+at (?:.*\((.*:\d+:\d+)\)|(?:async )?(.*:\d+:\d+))$/m.exec(stack)
  return (place?.[1] ?? place?.[2])?.replace(/^file:\/\//, '') ?? 'an unknown place'
}
