#!/usr/bin/env node
/**
 * What npm starts. A Node that is too old to load the program gets a sentence in place of a syntax error of some file; so this file imports nothing at
 * its top, and has no syntax that an old one can't read.
 */
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)

// Older ones, and 21, lack crc32 of node:zlib; package.json says what is tested.
if (major < 20 || major === 21 || (major === 20 && minor < 19) || (major === 22 && minor < 2)) {
  process.stderr.write(`mongoose-doctor needs Node.js 22.12 or newer, or 20.19 or newer of 20; this is ${process.versions.node}.\n`)
  process.exitCode = 2
} else {
  keepCompiled()
  void import('./main.ts')
}

/**
 * What V8 makes of these files is kept in the system's temporary folder, where Node can do that (from 22.1 on): a sixth of a run that finds nothing changed.
 * In CI nobody would find it again. NODE_DISABLE_COMPILE_CACHE=1 turns it off.
 */
function keepCompiled(): void {
  const module: unknown = typeof process.getBuiltinModule === 'function' && !process.env['CI'] ? process.getBuiltinModule('node:module') : null
  if (typeof module === 'function' && 'enableCompileCache' in module && typeof module.enableCompileCache === 'function') module.enableCompileCache()
}
