/** docs/mcp.md and README.md tell of what there is, and their configurations can be copied. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import manifest from '../package.json' with { type: 'json' }
import { usualLimit } from '../src/schemas.ts'
import { serve, withTree } from './support.ts'

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8')
const pages: Readonly<Record<string, string>> = { 'docs/mcp.md': read('../../../docs/mcp.md'), 'README.md': read('../README.md') }
const blocks = Object.entries(pages).flatMap(([page, text]) => [...text.matchAll(/^```json\n([^]*?)^```$/gm)].map(([, json = '']) => ({ page, json })))

describe('configurations', () => {
  test.each(blocks)('in $page: $json', ({ json }) => {
    const { mcpServers, servers } = JSON.parse(json)
    expect((mcpServers ?? servers)['mongoose-doctor']).toMatchObject({ command: 'npx', args: ['-y', manifest.name] })
  })

  test('for four clients, one of them in TOML', () => {
    expect(blocks).toHaveLength(4)
    expect(pages['docs/mcp.md']).toContain(`[mcp_servers.mongoose-doctor]\ncommand = "npx"\nargs = ["-y", "${manifest.name}"]\n`)
  })

  test('npx finds the program: it is the only one', () => {
    expect(Object.keys(manifest.bin)).toEqual(['mongoose-doctor-mcp'])
  })
})

test('each tool has a row, with each of its parameters', async () => {
  const { client } = await serve(withTree({}))
  for (const { name, inputSchema } of (await client.listTools()).tools) {
    const row = pages['docs/mcp.md']?.split('\n').find((line) => line.startsWith(`| \`${name}\` |`)) ?? ''
    for (const parameter of Object.keys(inputSchema.properties ?? {})) expect(row).toContain(`\`${parameter}\``)
    expect(pages['README.md']).toContain(`| \`${name}\` |`)
  }
})

test('the limit is the one that is told', () => {
  expect(pages['docs/mcp.md']).toContain(`\`limit\` characters (${usualLimit.toLocaleString('en')}, `)
})
