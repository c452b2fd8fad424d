/** Which Node runs the server. */
import { expect, test } from 'vitest'
import { findNode } from '../src/find-node.ts'
import { outermost } from '../src/outermost.ts'

const own = { command: '/editor', env: { ELECTRON_RUN_AS_NODE: '1' } }

test.each([
  ['22.1.0', { command: 'node', env: {} }],
  ['20.19.0', { command: 'node', env: {} }],
  ['20.18.9', own],
  ['18.20.0', own],
  ['nonsense', own],
  [null, own],
])('with %j on PATH', async (version, node) => {
  expect(await findNode('', '/editor', async () => version)).toEqual(node)
})

test('what the settings name is taken as it is', async () => {
  expect(await findNode('/opt/node', '/editor', () => Promise.reject(new Error('not asked')))).toEqual({ command: '/opt/node', env: {} })
})

test('the Node of this machine is asked', async () => {
  expect((await findNode('', '/editor')).command).toBe('node')
})

test('a folder in another is left to that', () => {
  expect(outermost(['/a/b', '/a', '/ab', '/c/'], (path) => path)).toEqual(['/a', '/ab', '/c/'])
})
