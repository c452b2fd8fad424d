/** Is a `mongod` on PATH started as MongoDB's own wants to be, and gone with its files afterwards? */
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import mongoose from 'mongoose'
import { expect, onTestFinished, test } from 'vitest'
import { findDatabase } from '../src/find-database.ts'
import { answers } from '../src/ports.ts'
import { NOWHERE, packageIn, temporaryDirectory } from './support/environment.ts'

const outcome = await findDatabase()
// A stand-in with FerretDB in it: it takes mongod's options only, and says what mongod says.
const ferretDb = outcome.found && outcome.value.kind === 'ferretdb' ? outcome.value.path : null

const standIn = (ferret: string, notes: string) => `#!${process.execPath}
const { spawn } = require('node:child_process')
const { parseArgs } = require('node:util')
const { writeFileSync } = require('node:fs')
const options = Object.fromEntries(['dbpath', 'port', 'bind_ip'].map((name) => [name, { type: 'string' }]))
const { values } = parseArgs({ options, strict: true })
writeFileSync(${JSON.stringify(notes)}, JSON.stringify(values))
const server = spawn(${JSON.stringify(ferret)}, ['-listen', values.bind_ip + ':' + values.port, '-data', values.dbpath], { stdio: ['pipe', 'pipe', 'inherit'] })
server.stdout.once('data', () => console.log(JSON.stringify({ c: 'NETWORK', msg: 'Waiting for connections', attr: { port: values.port } })))
server.once('exit', () => process.exit(0))
process.on('SIGTERM', () => server.kill('SIGTERM'))
`

function onPath(script: string): { PATH: string; MONGODB_URI: undefined } {
  const directory = temporaryDirectory()
  const file = join(directory, 'mongod')
  writeFileSync(file, script)
  chmodSync(file, 0o755)
  return { PATH: [directory, process.env.PATH].join(delimiter), MONGODB_URI: undefined }
}

test.skipIf(ferretDb === null || process.platform === 'win32')('starts, keeps its data over a stop, and leaves nothing', async () => {
  const notes = join(temporaryDirectory(), 'arguments.json')
  const { startDatabase, say, said } = await packageIn(onPath(standIn(ferretDb ?? '', notes)))
  const database = await startDatabase({ say })
  onTestFinished(() => database.close())
  expect(database.description).toMatch(/^mongod on PATH \(.*mongod\)$/)
  expect(said).toEqual([`Database: ${database.description}`])
  const { dbpath, port, bind_ip } = JSON.parse(readFileSync(notes, 'utf8')) as Record<string, string>
  expect(bind_ip).toBe('127.0.0.1')
  expect(database.uri('kept')).toBe(`mongodb://127.0.0.1:${port}/kept`)

  const connection = await mongoose.createConnection(database.uri('kept'), { serverSelectionTimeoutMS: 5000 }).asPromise()
  onTestFinished(() => connection.close())
  await connection.collection('notes').insertOne({ text: 'before' })
  await database.power?.stop()
  expect(await answers('127.0.0.1', Number(port), 1000)).toBe(false)
  await database.power?.start()
  expect(await connection.collection('notes').findOne()).toMatchObject({ text: 'before' })

  await database.close()
  expect(await answers('127.0.0.1', Number(port), 1000)).toBe(false)
  expect(existsSync(dbpath ?? '')).toBe(false)
})

test.skipIf(process.platform === 'win32').each([
  ['ends with a code', 'echo "DBException: bad option"; exit 2', /^mongod ended with code 2\. It printed:\nDBException: bad option/],
  ['is ended by a signal', 'kill -ILL $$', /^mongod ended with SIGILL\.$/],
])('one that %s is told, and its directory is gone', async (_, script, message) => {
  const directory = temporaryDirectory()
  const { startDatabase, say } = await packageIn({ ...onPath(`#!/bin/sh\necho "$2" > ${directory}/dbpath\n${script}\n`), MONGOMS_DOWNLOAD_MIRROR: NOWHERE })
  await expect(startDatabase({ say })).rejects.toThrow(message)
  expect(existsSync(readFileSync(join(directory, 'dbpath'), 'utf8').trim())).toBe(false)
})
