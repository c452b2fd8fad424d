#!/usr/bin/env node
/** `mongoose-doctor-mcp [directory…]`: the server on standard input and output. */
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js'
import { createServer } from './server.ts'

const [first] = process.argv.slice(2)
if (first?.startsWith('-')) {
  process.stderr.write('mongoose-doctor-mcp [directory…]\n\nA Model Context Protocol server on standard input and output. It examines, and mends, only what lies in the directories that are named;\nelse in those that the client offers as roots; else in the working directory.\n')
  process.exitCode = first === '--help' || first === '-h' ? 0 : 2
} else {
  const server = createServer({ cwd: process.cwd(), directories: process.argv.slice(2) })
  // The client has gone: there is nobody left to answer.
  process.stdout.on('error', () => process.exit())
  process.stdin.on('end', () => void server.close())
  // oxlint-disable-next-line unicorn/prefer-add-event-listener -- it is no event target
  server.server.onerror = (error) => void process.stderr.write(`${error.message}\n`)
  await server.connect(new StdioServerTransport())
}
