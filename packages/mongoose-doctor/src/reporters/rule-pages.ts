/** The short page of each rule: `explain <rule>`. The long ones are in docs/rules. */
import type { RuleName } from '../kernel/rules.ts'
import type { TextOptions } from './options.ts'
import { makeStyle } from './style.ts'
import { paragraph } from './words.ts'

export interface RulePage {
  readonly what: string
  readonly why: string
  readonly wrong: readonly string[]
  readonly right: readonly string[]
}

export const rulePages: Readonly<Record<RuleName, RulePage>> = {
  'missing-model': {
    what: 'An entry runs a query that needs a model which nothing in that entry has registered.',
    why: 'Mongoose looks the model up by name when a populate meets a document. If this process has not evaluated the file that calls model(), it throws MissingSchemaError. Another request may have registered it first, so it fails on a cold start and works later.',
    wrong: ["import User from '@/models/User'", '', "await User.findOne({ email }).populate('role') // ref: 'Role', never imported"],
    right: ["import User from '@/models/User'", "import '@/models/Role'", '', "await User.findOne({ email }).populate('role')"],
  },
  'inert-import': {
    what: 'An import that is there to register a model does nothing: it is erased or shaken out.',
    why: 'TypeScript erases an import none of whose names is used as a value. A bundler drops an import without a used name where package.json says "sideEffects": false. The line looks like a remedy and is none.',
    wrong: ["import Role from '@/models/Role' // used only as a type, or not at all", '', "await User.find().populate('role')"],
    right: ["import '@/models/Role' // or a real use of the value: Role.modelName", '', "await User.find().populate('role')"],
  },
  'late-registration': {
    what: 'A model is registered only after the query that needs it, in a race with it, or on some paths before it.',
    why: '`await import()` registers a model from the next statement on, never earlier. On a warm process the query passes, because an earlier request has come as far as the import.',
    wrong: ["const user = await User.findOne({ email }).populate('role')", "const Role = (await import('@/models/Role')).default"],
    right: ["import Role from '@/models/Role'", '', "const user = await User.findOne({ email }).populate('role')"],
  },
  'dynamic-model-import': {
    what: 'A model is loaded with a dynamic import, although it is needed whenever the file runs.',
    why: 'What a dynamic import registers depends on which code has run before. A static import registers the model when the file is loaded.',
    wrong: ['export async function roles() {', "  const Role = (await import('@/models/Role')).default", '  return Role.find()', '}'],
    right: ["import Role from '@/models/Role'", '', 'export async function roles() {', '  return Role.find()', '}'],
  },
  'conditional-model-import': {
    what: 'A model is imported only under a condition, and needed without it.',
    why: 'On the paths where the condition is false nothing registers the model.',
    wrong: ["if (withRole) await import('@/models/Role')", "return User.find().populate('role')"],
    right: ["import '@/models/Role'", '', "return User.find().populate('role')"],
  },
  'computed-model-import': {
    what: 'A model is imported by a path that is computed at run time.',
    why: 'Nobody can tell before it runs which models that registers, and bundlers may leave the file out.',
    wrong: ['await import(`@/models/${name}`)'],
    right: ["import '@/models/Role'", "import '@/models/User'"],
  },
  'unknown-ref': {
    what: 'A ref, or a populate, names a model that no file of this project defines.',
    why: "Names are matched exactly: 'role', 'Roles' and the collection's name are not the model Role. The first populate that meets a value throws MissingSchemaError.",
    wrong: ["role: { type: Schema.Types.ObjectId, ref: 'role' } // the model is 'Role'"],
    right: ["role: { type: Schema.Types.ObjectId, ref: 'Role' }"],
  },
  'circular-model-import': {
    what: 'Model files import each other in a circle, and a model or a ref is undefined when it is used.',
    why: 'In a circle one of the files is evaluated before what it imports is ready. An ES module then throws a ReferenceError while it loads, a CommonJS one hands Mongoose an undefined ref, which it refuses.',
    wrong: ["import Role from './Role' // which imports User", '', 'role: { type: Schema.Types.ObjectId, ref: Role }'],
    right: ["role: { type: Schema.Types.ObjectId, ref: 'Role' } // or ref: () => Role"],
  },
  'query-before-connect': {
    what: 'An entry sends a query over a connection that nothing in it opens, or opens only after it.',
    why: 'Mongoose keeps a query waiting for ten seconds, for a connection that is being opened. Where nobody has called mongoose.connect() it waits in vain and throws. Another request may have connected in the same process, so it fails on a cold start and works later.',
    wrong: ["import User from '@/models/User'", '', 'return Response.json(await User.find())'],
    right: ["import { connectToDatabase } from '@/lib/db'", "import User from '@/models/User'", '', 'await connectToDatabase()', 'return Response.json(await User.find())'],
  },
  'rejected-connection-cached': {
    what: 'The promise of a connection is kept for all later requests, and stays there when it is rejected.',
    why: 'A database that could not be reached once is never asked again: each later request gets the same rejected promise at once, until the process is restarted.',
    wrong: ['if (!cached.promise) cached.promise = mongoose.connect(uri)', 'cached.conn = await cached.promise'],
    right: ['if (!cached.promise) cached.promise = mongoose.connect(uri)', 'try {', '  cached.conn = await cached.promise', '} catch (error) {', '  cached.promise = null', '  throw error', '}'],
  },
  'disconnect-in-handler': {
    what: 'Code that answers a request closes the connection that all requests of the process share.',
    why: 'Queries of other requests that are in flight are rejected (MongoNotConnectedError), and so is every later one where connect() is cached. Opening a connection takes longer than a query.',
    wrong: ['export async function GET() {', '  await connectToDatabase()', '  const users = await User.find()', '  await mongoose.disconnect()', '  return Response.json(users)', '}'],
    right: ['export async function GET() {', '  await connectToDatabase()', '  return Response.json(await User.find())', '}'],
  },
  'uncached-connection': {
    what: 'Each request makes a connection with createConnection() that nobody keeps or closes.',
    why: 'A connection has a pool of its own. They add up until the server, or the plan, refuses more. mongoose.connect() is not meant: it gives the connection that is there.',
    wrong: ['export async function GET() {', '  const connection = await mongoose.createConnection(uri).asPromise()', "  return Response.json(await connection.model('Log', logSchema).find())", '}'],
    right: ['const connection = mongoose.createConnection(uri)', "const Log = connection.model('Log', logSchema)", '', 'export async function GET() {', '  return Response.json(await Log.find())', '}'],
  },
  'invalid-populate-path': {
    what: 'A populate names a path that the schema of the model does not have.',
    why: 'Mongoose 6 and later throw StrictPopulateError once a document is found. While the collection is empty, or the query finds nothing, nobody notices.',
    wrong: ["await User.find().populate('roles') // the schema has: role"],
    right: ["await User.find().populate('role')"],
  },
  'late-schema-change': {
    what: 'A schema is changed after a model has been made of it.',
    why: 'model() copies hooks, methods, statics and query helpers, and gives documents a property for each path and virtual that there is. What comes later is not told to the model: hooks never run, methods are no functions. Nothing says so.',
    wrong: ["const User = model('User', userSchema)", '', "userSchema.pre('save', hashPassword)"],
    right: ["userSchema.pre('save', hashPassword)", '', "const User = model('User', userSchema)"],
  },
  'ref-to-other-connection': {
    what: 'A query looks a model up by its name on a connection that does not have it; the model is registered on another one.',
    why: 'Each connection has a registry of its own. A ref is a name, and is looked up on the connection of the model that has the ref: MissingSchemaError.',
    wrong: ["const Role = mongoose.model('Role', roleSchema)", "const User = tenants.model('User', userSchema) // role: { ref: 'Role' }", '', "await User.find().populate('role')"],
    right: ["const Role = mongoose.model('Role', roleSchema)", "const User = tenants.model('User', userSchema) // role: { ref: () => Role }", '', "await User.find().populate('role')"],
  },
  'unregistered-discriminator': {
    what: 'An entry works with documents of a discriminator that nothing in it has registered.',
    why: 'Without the file that calls discriminator(), the base model knows nothing of it: its paths can not be populated, documents of its kind are read as plain ones, and what is created loses its fields without a word, or is refused.',
    wrong: ["import Event from '@/models/Event' // and nothing loads models/Click", '', "await Event.create({ kind: 'Click', url })"],
    right: ["import '@/models/Click'", "import Event from '@/models/Event'", '', "await Event.create({ kind: 'Click', url })"],
  },
  'duplicate-discriminator': {
    what: 'A discriminator is registered a second time in one process, by another file or because its file is evaluated again.',
    why: 'The base model keeps its discriminators as long as the process lives, and refuses a second one of the name: "Discriminator with name … already exists".',
    wrong: ["export default Event.discriminator('Click', clickSchema)"],
    right: ['export default Event.discriminators?.Click', "  ?? Event.discriminator('Click', clickSchema)"],
  },
  'unused-disable': {
    what: 'A mongoose-doctor-disable comment silences nothing.',
    why: 'What it silenced is mended, or has moved. Left in place it hides the next finding there.',
    wrong: ['// mongoose-doctor-disable-next-line missing-model -- no longer true', 'await User.find()'],
    right: ['await User.find()'],
  },
  'unguarded-model': {
    what: 'A model is defined without a look at what is there, in a file that is evaluated more than once in a process.',
    why: 'A development server evaluates a file again when it is saved, and bundlers keep an instance of it for each part of an application. The second model() of a name throws OverwriteModelError.',
    wrong: ["export default model('User', userSchema)"],
    right: ["export default models.User || model('User', userSchema)"],
  },
  'connect-at-import': {
    what: 'A module of an entry connects while it is evaluated.',
    why: 'next build evaluates pages and route handlers too, and vite build the routes of SvelteKit: where the module awaits the connection, the build fails without a database. Where it does not, nobody tries again after an attempt that failed.',
    wrong: ["connectToDatabase() // at the top of the file", '', 'export async function GET() {', '  return Response.json(await User.find())', '}'],
    right: ['export async function GET() {', '  await connectToDatabase()', '  return Response.json(await User.find())', '}'],
  },
  'stale-model': {
    what: 'A guard keeps a model with the schema that it was first made with. Off by default: information for those who turn it on.',
    why: 'A development server evaluates a changed file again in the same process. models.User is still there then, and the new schema is not looked at: new fields are not saved and new hooks do not run, without a word.',
    wrong: ["export default models.User || model('User', userSchema)"],
    right: ["import { defineModel } from '@mongoose-doctor/runtime'", '', "export default defineModel('User', userSchema) // replaced while developing"],
  },
  'duplicate-model': {
    what: 'Two files define a model of one name, and one process evaluates both.',
    why: 'Without a guard the second one throws OverwriteModelError. With a guard it silently gets the first model: its own schema does nothing, and fields that only it has are not saved.',
    wrong: ["// models/User.ts", "export default models.User || model('User', userSchema)", '', "// lib/admin/user.model.ts", "export const AdminUser = models.User || model('User', adminSchema)"],
    right: ["// lib/admin/user.model.ts", "export { default as AdminUser } from '@/models/User'"],
  },
  'broken-guard': {
    what: 'A guard before a model asks for something else than that model, or takes more out than that model.',
    why: "mongoose.model.User and a key that differs from the name are always undefined, so the second evaluation throws as without a guard. A guard that asks for another model gives that other model. mongoose.models = {} forgets all of them.",
    wrong: ["export default mongoose.model.User || mongoose.model('User', userSchema)"],
    right: ["export default mongoose.models.User || mongoose.model('User', userSchema)"],
  },
  'minified-model-name': {
    what: 'A model is named by a class, and the build shortens the names of classes.',
    why: 'next build minifies code of the server, too. User.name is then "" or a letter or two, and another in each bundle: refs by name find nothing, and the collection is another one.',
    wrong: ['export default mongoose.model(User.name, userSchema)'],
    right: ["export default mongoose.model('User', userSchema)"],
  },
  'mongoose-in-client': {
    what: 'Mongoose comes into code for the browser.',
    why: 'What a client file imports is sent to the browser. Mongoose 9 has no build for browsers, so the build fails: Can\'t resolve \'net\'. With the one of Mongoose 7 and 8 mongoose.models is undefined there, and the page fails.',
    wrong: ["'use client'", '', "import { LONGEST_EMAIL } from '@/models/User' // brings the model and Mongoose"],
    right: ["'use client'", '', "import { LONGEST_EMAIL } from '@/models/limits' // no Mongoose in it", "import type { IUser } from '@/models/User' // erased"],
  },
  'document-to-client': {
    what: 'A Mongoose document, or a plain object with an ObjectId, is passed to a client component.',
    why: 'What a client component gets is sent as data. In development a document ends in "Maximum call stack size exceeded", an object with an ObjectId in "Only plain objects can be passed to Client Components". In production toJSON is sent, so ids arrive as strings.',
    wrong: ['const user = await User.findOne().lean()', '', 'return <Profile user={user} /> // user._id is an ObjectId'],
    right: ['return <Profile user={{ id: String(user._id), email: user.email }} />'],
  },
  'several-mongooses': {
    what: 'Packages of a workspace load different copies of Mongoose in one process.',
    why: 'Each copy has a registry and a connection of its own. A model that one has is not found by the other (MissingSchemaError), and queries of the copy that nobody connects time out.',
    wrong: ['// apps/web/package.json:    "mongoose": "^9.0.0"', '// packages/db/package.json: "mongoose": "^8.9.0"'],
    right: ['// apps/web/package.json:    "mongoose": "^9.0.0"', '// packages/db/package.json: "peerDependencies": { "mongoose": "^9.0.0" }'],
  },
  'bundled-mongoose': {
    what: 'transpilePackages of next.config bundles Mongoose.',
    why: 'Next.js leaves Mongoose outside of its bundles, so that all entries share one. Bundled, each kind of entry gets a copy: what one registers or connects is not found by the others.',
    wrong: ["export default { transpilePackages: ['mongoose'] }"],
    right: ['export default {}'],
  },
  'mongoose-on-edge': {
    what: 'An entry runs in the edge runtime and imports Mongoose, which needs Node.js.',
    why: 'The edge runtime has no net, tls or stream. The build fails, or every request for middleware, though nothing of Mongoose is called.',
    wrong: ["import User from '@/models/User'", '', "export const runtime = 'edge'"],
    right: ["import User from '@/models/User' // Node.js is the default"],
  },
}

export function rulePageText(rule: RuleName, options: TextOptions): string {
  const page = rulePages[rule]
  const style = makeStyle(options.color)
  const code = (lines: readonly string[]) => lines.map((line) => (line === '' ? '' : `    ${line}`))
  const silence = rule === 'unused-disable' ? [] : ['', style.strong('To silence'), ...code([`// mongoose-doctor-disable-next-line ${rule} -- why it is right here`])]
  return `${[
    style.strong(rule),
    ...paragraph(page.what, options.width),
    '',
    ...paragraph(page.why, options.width),
    '',
    style.error('Wrong'),
    ...code(page.wrong),
    '',
    style.good('Right'),
    ...code(page.right),
    ...silence,
  ].join('\n')}\n`
}

/** The same page for viewers that show Markdown. */
export function ruleMarkdown(rule: RuleName): string {
  const { what, why, wrong, right } = rulePages[rule]
  const code = (lines: readonly string[]) => ['```ts', ...lines, '```'].join('\n')
  return [what, why, 'Wrong:', code(wrong), 'Right:', code(right)].join('\n\n')
}
