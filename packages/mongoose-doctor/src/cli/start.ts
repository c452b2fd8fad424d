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
  void import('./main.ts')
}
