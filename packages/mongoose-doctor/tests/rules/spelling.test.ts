import { expect, test } from 'vitest'
import { nearestName } from '../../src/rules/spelling.ts'

test.each<[name: string, known: readonly string[], meant: string | null]>([
  ['role', ['User', 'Role'], 'Role'],
  ['Users', ['User', 'Role'], 'User'],
  ['Categories', ['Category'], 'Category'],
  ['blog_posts', ['BlogPost'], 'BlogPost'],
  ['Usre', ['User'], null],
  ['Oraganization', ['Organization'], 'Organization'],
  ['Unit', ['FMUnit', 'Tenancy'], 'FMUnit'],
  ['Order', ['OrderItem'], 'OrderItem'],
  ['Listing', ['SouqListing', 'AqarListing'], null],
  ['Art', ['Artist'], null],
  ['Contact', ['User', 'Role'], null],
])('%s among %j', (name, known, meant) => {
  expect(nearestName(name, known)).toBe(meant)
})
