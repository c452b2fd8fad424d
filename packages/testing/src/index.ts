/** What this repository's tests and examples need around them. */
export { type Browser, chromiumArguments, findBrowser, openBrowser } from './browser.ts'
export { type DatabaseSource, findDatabase } from './find-database.ts'
export { type Found, type NotFound, type Say } from './found.ts'
export { freePort } from './ports.ts'
export { type ChildServer, startServer } from './server-process.ts'
export { type Database, startDatabase } from './start-database.ts'
